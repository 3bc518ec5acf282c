// A listener and its connections: HTTP/1.1 on a TCP port, with or without TLS, or on a Unix socket.
#pragma once

#include "core/base/error.hpp"
#include "httpd/options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace arena::httpd {

struct tls_files {
  std::string certificate;  // PEM, the chain
  std::string key;          // PEM
};

// On a port: of 127.0.0.1 unless another is named, so that only this machine reaches it.
struct tcp_place {
  std::string address = "127.0.0.1";  // IPv4 or IPv6, without brackets
  std::uint16_t port = 0;             // 0: any free one
  std::optional<tls_files> tls;
};

// A socket in the file system, mode 0600. Whoever connects must be root or the user we run as (SO_PEERCRED);
// else the connection is closed without a word.
struct unix_place {
  std::string path;
};

// Single thread: to be used on the executor it was opened with.
class server {
 public:
  // errc::busy when port or socket are taken, errc::tls when certificate or key cannot be used, errc::invalid
  // for a path that is too long or what is no address, errc::io else.
  static bouts::result<std::unique_ptr<server>> open(boost::asio::any_io_executor executor, tcp_place where,
                                                     serving how);
  static bouts::result<std::unique_ptr<server>> open(boost::asio::any_io_executor executor, unix_place where,
                                                     serving how);
  virtual ~server() = default;
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // "http://127.0.0.1:8080", or the path of the socket.
  virtual std::string where() const = 0;
  // Serves until stop(), then closes every connection and comes back when none is left. REQUIRES to be called
  // once.
  virtual boost::asio::awaitable<void> run() = 0;
  // Also removes the file of a Unix socket.
  virtual void stop() noexcept = 0;

 protected:
  server() = default;
};

}  // namespace arena::httpd
