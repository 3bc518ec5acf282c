// Makes connections that are ready for a request: name look-up, TCP, the proxy's tunnel, TLS.
#pragma once

#include "core/base/error.hpp"
#include "sdk/connection.hpp"
#include "sdk/deadline.hpp"
#include "sdk/name_lookup.hpp"
#include "sdk/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bouts {

struct route {
  bouts::origin target;
  std::optional<proxy_address> proxy;
  std::shared_ptr<boost::asio::ssl::context> tls;  // there when the target speaks TLS
  std::string user_agent;                          // for the proxy
  milliseconds connect_timeout{10'000};
  milliseconds handshake_timeout{10'000};

  // What messages call the other side.
  std::string peer() const;
};

// Single thread; several connections may be made at once.
class dialer {
 public:
  dialer(boost::asio::any_io_executor executor, route way);

  // errc::network, tls, timed_out or bad_answer (a proxy that does not speak HTTP).
  boost::asio::awaitable<result<std::unique_ptr<connection>>> dial(call_budget budget);

 private:
  boost::asio::awaitable<status> reach(connection& link, deadline until);
  boost::asio::awaitable<status> make_ready(connection& link, call_budget budget);

  boost::asio::any_io_executor executor_;
  route way_;
  name_lookup lookup_;
  bool bundle_read_ = false;  // tls_context.hpp
};

}  // namespace bouts
