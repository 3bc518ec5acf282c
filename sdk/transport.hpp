// One HTTP exchange with an origin, over a pool of kept-alive connections. The interface is free of Beast,
// which is compiled in transport.cpp alone.
#pragma once

#include "core/base/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bouts {

struct http_request {
  std::string method = "GET";
  std::string
      target;  // path and query, "/api/v1/…"; no '//' and no trailing '/' (the service redirects those)
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // A connection that dies before the first byte of the answer on a *reused* socket is tried once more on a
  // fresh one. Off where every request is counted against a budget (events): the caller decides about a
  // repeat.
  bool resend_when_stale = true;
};

struct http_response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // The first header of that name (case-insensitive), or nothing. Valid as long as this object is.
  std::optional<std::string_view> header(std::string_view name) const noexcept;
};

struct transport_options {
  // Scheme (http or https), host and port of the origin are taken from here; a path, user or query is
  // ignored.
  std::string base_url;
  std::optional<std::string> ca_file;  // PEM, added to the system's
  std::optional<std::string>
      proxy;               // "http://[user:password@]host:port"; CONNECT for https. "" or nothing: none
  std::string user_agent;  // empty: "arena-connect/<version>"

  std::chrono::milliseconds connect_timeout{10'000};    // name look-up and TCP (and the proxy's CONNECT)
  std::chrono::milliseconds handshake_timeout{10'000};  // TLS
  std::chrono::milliseconds read_timeout{15'000};       // silence between two pieces of an answer
  std::chrono::milliseconds idle_timeout{30'000};  // unused ones are closed then; until then a timer runs
  std::size_t max_answer_bytes = 1024 * 1024;      // errc::too_large beyond
  std::size_t max_connections = 8;                 // to the origin; further calls wait within their time
};

// Single thread: to be used on the executor it was made with.
class transport {
 public:
  virtual ~transport() = default;

  // One request, one answer, whatever its status (redirects are not followed). `timeout` bounds all of it,
  // waiting for a free connection included. Fails with network, tls, timed_out, too_large, bad_answer (not
  // HTTP) or cancelled. May be called concurrently. Cancellation of the calling coroutine closes the
  // connection in use.
  virtual boost::asio::awaitable<result<http_response>> exchange(http_request request,
                                                                 std::chrono::milliseconds timeout) = 0;
  // Closes idle connections; those in use close when their call ends. For shutdown and after a long outage.
  virtual void close_idle() = 0;
};

// errc::bad_url when the URL or the proxy cannot be used, errc::io when the CA file cannot be read.
result<std::shared_ptr<transport>> make_transport(boost::asio::any_io_executor executor,
                                                  transport_options options);

// What HTTPS_PROXY / HTTP_PROXY / NO_PROXY (lower case too) say for this base URL, given their values; pure.
struct proxy_environment {
  std::string https_proxy;
  std::string http_proxy;
  std::string no_proxy;  // comma-separated hosts, ".suffix", "*"; loopback is never proxied
};
std::optional<std::string> choose_proxy(std::string_view base_url, const proxy_environment& environment);

}  // namespace bouts
