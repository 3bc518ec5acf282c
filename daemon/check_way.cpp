// The way to the arena, step by step, so that the first one that fails can be named.

#include "aio/clock.hpp"
#include "daemon/check.hpp"
#include "daemon/proxy_for.hpp"
#include "sdk/connection.hpp"
#include "sdk/deadline.hpp"
#include "sdk/name_lookup.hpp"
#include "sdk/tls_context.hpp"
#include "sdk/transport.hpp"
#include "sdk/url.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace arena {

namespace asio = boost::asio;

namespace {

// For a hop: the arena itself, or the proxy before it.
struct hop {
  bouts::origin to;
  std::string what;  // "the arena", "the proxy"
};

std::string remedy_for(const std::string& step, const hop& over) {
  if (step == "DNS") {
    return "check the name in " + std::string(over.what == "the arena" ? "arena.url" : "arena.proxy") +
           ", and this machine's resolver";
  }
  if (step == "TCP") {
    return "check port and firewall" + std::string(over.what == "the arena" ? ", or set arena.proxy" : "");
  }
  return "set arena.ca_file where the arena has an authority of its own; check this machine's date";
}

check_row row_of(const std::string& step, const hop& over, const bouts::status& done, std::string good) {
  if (done) {
    return {.mark = check_mark::good, .agent = {}, .subject = step, .found = std::move(good)};
  }
  return {.mark = check_mark::failed,
          .agent = {},
          .subject = step,
          .found = done.error().message,
          .remedy = remedy_for(step, over),
          .code = exit_code::check_failed};
}

// Through a proxy the rest of the way is one exchange.
asio::awaitable<check_row> check_exchange(const config::settings& settings, std::string proxy) {
  bouts::transport_options options;
  options.base_url = settings.arena.url;
  options.ca_file = settings.arena.ca_file;
  options.proxy = std::move(proxy);
  auto link = bouts::make_transport(co_await asio::this_coro::executor, std::move(options));
  if (!link) {
    co_return check_row{.mark = check_mark::failed,
                        .agent = {},
                        .subject = "arena",
                        .found = link.error().message,
                        .code = exit_code::bad_url};
  }
  bouts::http_request request;
  request.target = "/api/v1/challenges";
  const auto answer = co_await (*link)->exchange(std::move(request), settings.arena.timeout);
  (*link)->close_idle();
  const auto done = answer ? bouts::status() : bouts::status(std::unexpected(answer.error()));
  co_return row_of("arena", {.to = {}, .what = "the arena"}, done, "answers through the proxy");
}

}  // namespace

asio::awaitable<std::vector<check_row>> check_way(const config::settings& settings, const environment& ours) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<check_row> rows;
  const auto proxy = proxy_for(settings, ours);
  const auto target = bouts::parse_origin(settings.arena.url);
  const auto by = proxy ? bouts::parse_proxy(*proxy) : bouts::result<bouts::proxy_address>();
  if (!target || !by) {
    const auto& why = target ? by.error() : target.error();
    rows.push_back({.mark = check_mark::failed,
                    .agent = {},
                    .subject = "URL",
                    .found = why.message,
                    .code = exit_code::bad_url});
    co_return rows;
  }
  const hop first = proxy ? hop{by->server, "the proxy"} : hop{*target, "the arena"};
  const bouts::call_budget budget(aio::mono_now(), settings.arena.timeout);
  const auto until = budget.whole(bouts::phase::connecting);
  bouts::name_lookup lookup(executor, first.to);
  auto addresses = co_await lookup.addresses(until);
  const auto looked_up = addresses ? bouts::status() : bouts::status(std::unexpected(addresses.error()));
  rows.push_back(row_of("DNS", first, looked_up,
                        first.what + " " + first.to.host +
                            (addresses ? " is " + addresses->front().address().to_string() : "")));
  if (!addresses) {
    co_return rows;
  }
  bouts::connection link(executor, first.to.authority());
  const auto connected = co_await link.connect(*std::move(addresses), until);
  rows.push_back(row_of("TCP", first, connected, "connected to " + first.to.authority()));
  if (connected && proxy) {
    auto answered = co_await check_exchange(settings, *proxy);
    rows.push_back(std::move(answered));
  } else if (connected && target->tls) {
    auto context = bouts::make_tls_context(settings.arena.ca_file);
    bouts::status secured = context ? bouts::status() : bouts::status(std::unexpected(context.error()));
    if (context) {
      secured = co_await link.secure(**context, *target, budget.whole(bouts::phase::handshaking));
    }
    rows.push_back(row_of("TLS", first, secured, "the certificate is good for " + target->host));
  } else if (connected) {
    rows.push_back({.mark = check_mark::skipped, .agent = {}, .subject = "TLS", .found = "not with http://"});
  }
  co_return rows;
}

}  // namespace arena
