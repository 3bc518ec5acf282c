// One HTTP exchange with an origin, over a pool of kept-alive connections. The interface is free of Beast,
// which is compiled in transport.cpp alone.
#pragma once

#include "core/base/error.hpp"
#include "sdk/options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
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

}  // namespace bouts
