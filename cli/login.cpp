#include "cli/command.hpp"
#include "cli/key_sources.hpp"
#include "cli/secret_input.hpp"
#include "cli/show.hpp"
#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

stored place_of(const console& here, const values& given) {
  return given.has("--agent-key") ? stored::agent_key : here.sandbox ? stored::sandbox_token : stored::token;
}

// What each kind looks like (API.md). A web session's token looks like neither, and makes API tokens.
status check_form(stored which, const secret& key) {
  const std::string_view text = key.reveal();
  const bool is_test = text.starts_with("bouts_sk_test_");
  if (which == stored::agent_key && !text.starts_with("aa_")) {
    return fail(errc::invalid, "an agent's key begins with aa_");
  }
  if (which == stored::sandbox_token && !is_test) {
    return fail(errc::invalid, "a sandbox token begins with bouts_sk_test_");
  }
  if (which == stored::token && (is_test || text.starts_with("aa_"))) {
    return fail(errc::invalid, is_test ? "that is a sandbox token: add --sandbox"
                                       : "that is an agent's key: add --agent-key");
  }
  return {};
}

result<secret> ask(const console& here, stored which) {
  if (!here.with.ask_secret) {
    return read_secret_line(here.with.in);
  }
  return here.with.ask_secret(which == stored::agent_key       ? "Agent key (aa_…): "
                              : which == stored::sandbox_token ? "Sandbox token (bouts_sk_test_…): "
                                                               : "API token (bouts_sk_…): ");
}

// Whether the arena knows it, asked without changing anything. errc::unauthorized when it does not.
asio::awaitable<result<int>> check_with_arena(async_client api, stored which) {
  if (which == stored::agent_key) {
    const auto answer = co_await api.connector().assigned();
    co_return answer ? result<int>(exit_ok) : std::unexpected(answer.error());
  }
  const dry_run_request asked{.action = dry_run_action::auth_check};
  const auto answer = co_await api.dry_run(asked);
  if (answer && !answer->valid) {
    co_return fail(errc::unauthorized, "the arena does not know this token");
  }
  co_return answer ? result<int>(exit_ok) : std::unexpected(answer.error());
}

result<int> check_key(const console& here, stored which, const secret& key) {
  asio::io_context io;
  credentials keys;
  (which == stored::agent_key ? keys.agent_key : keys.token) = key;
  auto api = make_client(io, here, keys);
  return api ? run_to_end(io, check_with_arena(*api, which)) : std::unexpected(api.error());
}

result<int> login(const console& here, const values& given) {
  const stored which = place_of(here, given);
  const auto key = ask(here, which);
  if (!key) {
    return std::unexpected(key.error());
  }
  if (auto good = check_form(which, *key); !good) {
    return std::unexpected(std::move(good.error()));
  }
  if (!given.has("--unchecked")) {
    const auto known = check_key(here, which, *key);
    if (!known) {
      return std::unexpected(known.error());
    }
  }
  if (auto kept = store_key(here.from, which, *key); !kept) {
    return std::unexpected(std::move(kept.error()));
  }
  const std::string file = stored_file(here.from, which).string();
  if (here.json) {
    json_writer json;
    json.begin_object().key("stored").string(to_valid_utf8(file)).end_object();
    return print_document(here, json.take());
  }
  here.with.out << "stored in " << clean(file) << '\n';
  return exit_ok;
}

result<int> logout(const console& here, const values& given) {
  const stored which = place_of(here, given);
  const auto gone = forget_key(here.from, which);
  if (!gone) {
    return std::unexpected(gone.error());
  }
  if (here.json) {
    json_writer json;
    json.begin_object().key("removed").boolean(*gone).end_object();
    return print_document(here, json.take());
  }
  here.with.out << (*gone ? "removed\n" : "nothing was stored\n");
  return exit_ok;
}

const parameter agent_key = {
    .name = "--agent-key", .help = "The agent's key in place of a token", .takes = takes::flag};

}  // namespace

std::vector<command> login_commands() {
  return {
      {.group = "",
       .name = "login",
       .help = "Store a token (with --sandbox: a sandbox token) for this user",
       .parameters = {agent_key,
                      {.name = "--unchecked",
                       .help = "Store it without asking the arena whether it is good",
                       .takes = takes::flag}},
       .local = login,
       .more =
           "Asks for it on a terminal, where it does not show; else reads the first line of standard input. "
           "It "
           "is kept in a file that only its owner can read, in $XDG_CONFIG_HOME/bouts or ~/.config/bouts. A "
           "file named by a flag comes before the environment, the environment before what is stored."},
      {.group = "",
       .name = "logout",
       .help = "Remove what login stored",
       .parameters = {agent_key},
       .local = logout},
  };
}

}  // namespace bouts::cli
