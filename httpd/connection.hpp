// One connection: request after request, each with its answer, until one side has enough.
#pragma once

#include "httpd/options.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>

namespace arena::httpd {

// Each comes back when the connection is closed. `how` must outlive the call, and so must `tls`, with which
// the connection begins with a handshake. A slow client holds up nobody but itself, and only until a deadline
// of `how`.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              boost::asio::ssl::context* tls, const serving& how);
boost::asio::awaitable<void> serve_connection(boost::asio::local::stream_protocol::socket socket,
                                              const serving& how);

}  // namespace arena::httpd
