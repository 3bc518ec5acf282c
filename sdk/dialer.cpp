#include "sdk/dialer.hpp"

#include "sdk/proxy.hpp"
#include "sdk/tls_context.hpp"

#include <utility>

namespace bouts {

namespace asio = boost::asio;

namespace {

mono_time now() {
  return mono_time::clock::now();
}

std::string proxy_name(const proxy_address& proxy) {
  return "the proxy " + proxy.server.authority();
}

}  // namespace

std::string route::peer() const {
  const bool relayed = proxy && !target.tls;
  return relayed ? target.authority() + " (by " + proxy_name(*proxy) + ")" : target.authority();
}

dialer::dialer(asio::any_io_executor executor, route way)
    : executor_(std::move(executor)),
      way_(std::move(way)),
      lookup_(executor_, way_.proxy ? way_.proxy->server : way_.target) {}

asio::awaitable<status> dialer::reach(connection& link, deadline until) {
  auto addresses = co_await lookup_.addresses(until);
  if (!addresses) {
    co_return std::unexpected(std::move(addresses.error()));
  }
  status connected = co_await link.connect(*std::move(addresses), until);
  if (connected && way_.proxy && way_.target.tls) {
    proxy_address proxy = *way_.proxy;
    origin target = way_.target;
    connected = co_await open_tunnel(link, std::move(proxy), std::move(target), way_.user_agent, until);
  }
  co_return connected;
}

asio::awaitable<status> dialer::make_ready(connection& link, call_budget budget) {
  status ready = co_await reach(link, budget.limit(phase::connecting, way_.connect_timeout, now()));
  link.set_peer(way_.peer());
  if (ready && way_.target.tls) {
    const deadline until = budget.limit(phase::handshaking, way_.handshake_timeout, now());
    ready = co_await link.secure(*way_.tls, way_.target, until);
  }
  co_return ready;
}

asio::awaitable<result<std::unique_ptr<connection>>> dialer::dial(call_budget budget) {
  for (;;) {
    auto link = std::make_unique<connection>(executor_, way_.proxy ? proxy_name(*way_.proxy) : way_.peer());
    status ready = co_await make_ready(*link, budget);
    if (ready) {
      co_return std::move(link);
    }
    if (bundle_read_ || !link->lacks_authority()) {
      co_return std::unexpected(std::move(ready.error()));
    }
    bundle_read_ = true;
    if (!read_bundle(*way_.tls)) {
      co_return std::unexpected(std::move(ready.error()));
    }
  }
}

}  // namespace bouts
