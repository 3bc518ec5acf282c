// One connection to the arena: request after request, each with its answer, until one side has enough.
#pragma once

#include "sandbox/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <string>

namespace arena::sandbox {

// Gets one line for each request; no credential in it. May be empty.
using request_log = std::function<void(const std::string&)>;

// Comes back when the connection is closed. With `tls` it begins with a handshake. `tls`, `all` and `log`
// must outlive the call.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              boost::asio::ssl::context* tls, service& all,
                                              const request_log& log);

}  // namespace arena::sandbox
