// `bouts doctor`: everything on the way to the arena, one after the other, each with what to do about it.
#include "aio/clock.hpp"
#include "cli/command.hpp"
#include "cli/diagnosis.hpp"
#include "cli/key_sources.hpp"
#include "cli/show.hpp"
#include "sdk/connection.hpp"
#include "sdk/name_lookup.hpp"
#include "sdk/proxy.hpp"
#include "sdk/tls_context.hpp"
#include "sdk/url.hpp"

#include <iterator>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

using findings = std::vector<finding>;

struct way_there {
  origin target;
  std::optional<proxy_address> proxy;

  const origin& first_hop() const { return proxy ? proxy->server : target; }
};

void passed(findings& all, std::string check, std::string reason) {
  all.push_back({.check = std::move(check), .mark = mark::pass, .reason = std::move(reason), .remedy = {}});
}

void skip(findings& all, std::initializer_list<const char*> checks, const std::string& reason) {
  for (const char* const check : checks) {
    all.push_back({.check = check, .mark = mark::skipped, .reason = reason, .remedy = {}});
  }
}

deadline until(const console& here, phase during) {
  return {
      .at = aio::mono_now() + here.timeout, .during = during, .allowed = here.timeout, .whole_call = true};
}

std::string took(mono_time begin) {
  return format_duration(std::chrono::floor<milliseconds>(aio::mono_now() - begin));
}

result<way_there> find_way(const console& here) {
  auto target = parse_origin(here.base_url);
  if (!target) {
    return std::unexpected(std::move(target.error()));
  }
  way_there way{.target = *std::move(target), .proxy = {}};
  const auto named = choose_proxy(here.base_url, here.from.proxy);
  if (named && !named->empty()) {
    auto proxy = parse_proxy(*named);
    if (!proxy) {
      return std::unexpected(std::move(proxy.error()));
    }
    way.proxy = *std::move(proxy);
  }
  return way;
}

asio::awaitable<bool> secure(const console& here, const way_there& way, connection& link, findings& all) {
  if (!way.target.tls) {
    const bool here_only =
        way.target.host == "localhost" || way.target.host.starts_with("127.") || way.target.host == "::1";
    all.push_back(
        {.check = "tls",
         .mark = here_only ? mark::skipped : mark::warn,
         .reason = "the address is http, so nothing is encrypted",
         .remedy = here_only ? "" : "use an https address: the token goes over the network as it is"});
    co_return true;
  }
  const auto context = make_tls_context(here.ca_file);
  if (!context) {
    all.push_back(failed("tls", context.error()));
    co_return false;
  }
  const mono_time begin = aio::mono_now();
  origin target = way.target;
  const status secured = co_await link.secure(**context, std::move(target), until(here, phase::handshaking));
  if (!secured) {
    all.push_back(failed("tls", secured.error()));
    co_return false;
  }
  passed(all, "tls", "the certificate is good for " + way.target.host + " (" + took(begin) + ")");
  co_return true;
}

asio::awaitable<bool> reach(const console& here, const way_there& way, findings& all) {
  const auto executor = co_await asio::this_coro::executor;
  const origin& hop = way.first_hop();
  mono_time begin = aio::mono_now();
  name_lookup lookup(executor, hop);
  auto addresses = co_await lookup.addresses(until(here, phase::connecting));
  if (!addresses) {
    all.push_back(failed("dns", addresses.error()));
    skip(all, {"tcp", "tls"}, "there is no address");
    co_return false;
  }
  passed(all, "dns",
         hop.is_address ? hop.host + " is an address"
                        : hop.host + " has " + std::to_string(addresses->size()) + " (" + took(begin) + ")");
  begin = aio::mono_now();
  connection link(executor, hop.authority());
  status connected = co_await link.connect(*std::move(addresses), until(here, phase::connecting));
  if (connected && way.proxy && way.target.tls) {
    proxy_address proxy = *way.proxy;
    origin target = way.target;
    std::string agent = "bouts";
    connected = co_await open_tunnel(link, std::move(proxy), std::move(target), std::move(agent),
                                     until(here, phase::connecting));
  }
  if (!connected) {
    all.push_back(failed("tcp", connected.error()));
    skip(all, {"tls"}, "there is no connection");
    co_return false;
  }
  passed(all, "tcp",
         "connected to " + hop.authority() + (way.proxy ? ", the proxy" : "") + " (" + took(begin) + ")");
  co_return co_await secure(here, way, link, all);
}

// The checks of a dry run; what it cannot tell is none.
asio::awaitable<std::vector<dry_run_check>> ask(const async_client& api, dry_run_request asked) {
  auto answer = co_await api.dry_run(asked);
  std::vector<dry_run_check> checks;
  if (answer) {
    checks = std::move(answer->checks);
  }
  co_return checks;
}

asio::awaitable<void> check_scopes(const async_client& api, std::vector<dry_run_check> checks,
                                   findings& all) {
  const auto active = co_await api.challenges().list({.status = "active", .limit = 1});
  if (active && !active->empty()) {
    dry_run_request opening{.action = dry_run_action::session_create, .challenge_id = (*active)[0].id};
    auto more = co_await ask(api, std::move(opening));
    std::ranges::move(more, std::back_inserter(checks));
  }
  dry_run_request submitting{.action = dry_run_action::submission_create, .content = "42"};
  auto more = co_await ask(api, std::move(submitting));
  std::ranges::move(more, std::back_inserter(checks));
  all.push_back(judge_scopes(checks));
}

// Token, scopes.
asio::awaitable<void> check_token(const async_client& api, const found_key& token, findings& all) {
  if (token.key.empty()) {
    all.push_back({.check = "token",
                   .mark = mark::fail,
                   .reason = "there is none",
                   .remedy = "store one with `bouts login`, or set BOUTS_API_KEY",
                   .kind = errc::config});
    skip(all, {"scopes"}, "there is no token");
    co_return;
  }
  const dry_run_request asked{.action = dry_run_action::auth_check};
  const auto answer = co_await api.dry_run(asked);
  if (!answer || !answer->valid) {
    const error unknown{.kind = errc::unauthorized, .message = "the arena does not know it"};
    all.push_back(failed("token", answer ? unknown : answer.error()));
    skip(all, {"scopes"}, "the token is not good");
    co_return;
  }
  passed(all, "token", "good (from " + token.source + ")");
  std::vector<dry_run_check> checks = answer->checks;
  co_await check_scopes(api, std::move(checks), all);
}

asio::awaitable<void> check_agent_key(const async_client& api, const found_key& key, findings& all) {
  if (key.key.empty()) {
    skip(all, {"agent key"}, "there is none; connector commands need it");
    co_return;
  }
  const auto answer = co_await api.connector().assigned();  // a ping would show the agent online
  if (answer) {
    passed(all, "agent key", "good (from " + key.source + ")");
  } else {
    all.push_back(failed("agent key", answer.error()));
  }
}

asio::awaitable<void> check_api(const async_client& api, const found_keys& keys, findings& all) {
  co_await check_token(api, keys.token, all);
  co_await check_agent_key(api, keys.agent_key, all);
  if (api.clock()) {
    all.push_back(judge_clock(api.clock_offset()));
  } else {
    skip(all, {"clock"}, "the arena did not tell its time");
  }
}

asio::awaitable<result<int>> examine(const console& here, const way_there& way, asio::io_context& io,
                                     const found_keys& keys, findings& all) {
  const bool reached = co_await reach(here, way, all);
  const credentials both{.agent_key = keys.agent_key.key, .token = keys.token.key};
  const auto made = reached ? make_client(io, here, both) : fail(errc::network, "");
  if (!made) {
    skip(all, {"token", "scopes", "agent key", "clock"}, "the arena is out of reach");
    co_return exit_ok;
  }
  const client_options once{.timeout = here.timeout, .retry = retry_policy::none()};
  const async_client api = made->with(once);
  co_await check_api(api, keys, all);
  co_return exit_ok;
}

result<int> doctor(const console& here, const values&) {
  findings all;
  auto keys = find_keys(here);
  if (!keys) {
    all.push_back(failed("keys", keys.error()));
  }
  const auto way = find_way(here);
  if (way) {
    passed(all, "address",
           way->target.authority() + (way->proxy ? " by the proxy " + way->proxy->server.authority() : ""));
    asio::io_context io;
    const auto done = run_to_end(io, examine(here, *way, io, keys.value_or(found_keys()), all));
    if (!done) {
      return done;
    }
  } else {
    all.push_back(failed("address", way.error()));
    skip(all, {"dns", "tcp", "tls", "token", "scopes", "agent key", "clock"}, "the address cannot be used");
  }
  if (here.json) {
    if (auto printed = print_document(here, to_json(all)); !printed) {
      return printed;
    }
  } else {
    here.with.out << to_text(all, style_of(here, aio::wall_now()));
  }
  return exit_code_of(all);
}

}  // namespace

std::vector<command> doctor_commands() {
  return {{.group = "",
           .name = "doctor",
           .help = "Look at everything on the way to the arena",
           .parameters = {},
           .local = doctor,
           .more = "Address, name, connection, certificate, token, scopes (by dry runs, which change "
                   "nothing), agent key "
                   "and clock, each with what to do about it. The exit code is that of the first failure."}};
}

}  // namespace bouts::cli
