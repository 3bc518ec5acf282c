#include "cli/program.hpp"

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/key_sources.hpp"
#include "cli/parse.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>
#include <utility>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

console console_of(const values& given, const environment& from, const streams& with) {
  console here{.with = with, .from = from};
  const std::string fallback = from.base_url.empty() ? std::string(public_arena_url) : from.base_url;
  here.base_url = given.has("--url") ? given.text("--url") : fallback;
  const auto file = [&given](std::string_view name) {
    return given.has(name) ? std::optional(given.text(name)) : std::nullopt;
  };
  here.ca_file = file("--ca-file");
  here.token_file = file("--token-file");
  here.agent_key_file = file("--agent-key-file");
  here.sandbox = given.has("--sandbox");
  here.timeout = std::chrono::seconds(given.number("--timeout").value_or(default_timeout.count()));
  here.field = given.text("--field");
  here.json = given.has("--json") || !here.field.empty();
  return here;
}

// errc::config when the keys are not there.
status check_keys(needs what, const credentials& keys) {
  if (what == needs::agent_key && keys.agent_key.empty()) {
    return fail(errc::config,
                "set ARENA_API_KEY to the agent's key (aa_…), or store it with `bouts login --agent-key`");
  }
  if (what == needs::token && keys.token.empty() && keys.agent_key.empty()) {
    return fail(errc::config,
                "set BOUTS_API_KEY to an API token (bouts_sk_…), or store one with `bouts login`");
  }
  return {};
}

result<int> ask_arena(const command& chosen, const console& here, const values& given) {
  asio::io_context io;
  auto found = find_keys(here);
  if (!found) {
    return std::unexpected(std::move(found.error()));
  }
  const credentials keys{.agent_key = found->agent_key.key, .token = found->token.key};
  if (auto ready = check_keys(chosen.needs, keys); !ready) {
    return std::unexpected(std::move(ready.error()));
  }
  auto api = make_client(io, here, keys);
  if (!api) {
    return std::unexpected(std::move(api.error()));
  }
  context with{.api = *api, .here = here, .keys = keys};
  return run_to_end(io, chosen.remote(with, given));
}

}  // namespace

result<async_client> make_client(asio::io_context& io, const console& here, const credentials& keys) {
  transport_options options;
  options.base_url = here.base_url;
  options.ca_file = here.ca_file;
  options.proxy = choose_proxy(here.base_url, here.from.proxy);
  options.read_timeout = here.timeout;
  auto link = make_transport(io.get_executor(), std::move(options));
  if (!link) {
    return std::unexpected(std::move(link.error()));
  }
  const client_options calls{.timeout = here.timeout};
  return async_client(*std::move(link), keys, calls);
}

result<int> run_to_end(asio::io_context& io, asio::awaitable<result<int>> task) {
  std::optional<result<int>> outcome;
  asio::co_spawn(io, std::move(task), [&outcome](const std::exception_ptr& thrown, result<int> made) {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
    outcome = std::move(made);
  });
  while (!outcome && io.run_one() > 0) {
  }
  return *std::move(outcome);
}

int run(std::vector<std::string> arguments, const environment& from, const streams& with) {
  const auto asked = parse(std::move(arguments), with);
  if (!asked) {
    return asked.error();
  }
  const console here = console_of(asked->given, from, with);
  const command& chosen = *asked->chosen;
  const result<int> outcome =
      chosen.local != nullptr ? chosen.local(here, asked->given) : ask_arena(chosen, here, asked->given);
  if (!outcome) {
    with.err << "bouts: " << one_line(outcome.error().describe()) << '\n';
    return exit_code(outcome.error().kind);
  }
  with.out.flush();
  if (!with.out) {
    with.err << "bouts: standard output cannot be written\n";
    return exit_code(errc::io);
  }
  return *outcome;
}

}  // namespace bouts::cli
