// The shell: the service on HTTP/1.1 (or HTTPS) on the loopback, and the deliveries of its webhooks. One
// thread, and nothing decided here.
#pragma once

#include "core/base/error.hpp"
#include "httpd/server.hpp"
#include "sandbox/service.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace arena::sandbox {

using httpd::tls_files;

// Gets one line for each request; no credential in it. May be empty.
using request_log = std::function<void(const std::string&)>;

struct server_options {
  std::uint16_t port = 0;  // 0: any free one
  std::optional<tls_files> tls;
  request_log log;
};

// Single thread: to be used on the executor it was opened with.
class http_server {
 public:
  // Listens on 127.0.0.1. `all` must outlive the server. errc::busy when the port is taken, errc::tls when
  // certificate or key cannot be used, errc::io else.
  static bouts::result<std::unique_ptr<http_server>> open(boost::asio::any_io_executor executor, service& all,
                                                          server_options options);
  ~http_server();
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;

  // "http://127.0.0.1:8080"
  std::string url() const;
  // Serves and delivers until stop(), then closes every connection and comes back when none is left. REQUIRES
  // to be called once.
  boost::asio::awaitable<void> run();
  void stop() noexcept;

 private:
  struct state;
  explicit http_server(std::unique_ptr<state> with);
  std::unique_ptr<state> state_;
};

}  // namespace arena::sandbox
