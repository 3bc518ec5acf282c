// A real server in a thread of its own, and a bare connection to it, for what a proper client does not do.
#pragma once

#include "aio/task_scope.hpp"
#include "httpd/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

namespace arena::httpd::test {

namespace asio = boost::asio;

class live_server {
 public:
  template <class Place>
  live_server(Place where, serving how) : context_(1) {
    auto made = server::open(context_.get_executor(), std::move(where), std::move(how));
    if (!made) {
      throw std::runtime_error(made.error().describe());
    }
    server_ = std::move(*made);
    where_ = server_->where();
    thread_ = std::thread([this] {
      aio::task_scope tasks(context_.get_executor());
      tasks.spawn("server", server_->run());
      context_.run();
    });
  }
  ~live_server() { stop(); }
  live_server(const live_server&) = delete;
  live_server& operator=(const live_server&) = delete;

  const std::string& where() const noexcept { return where_; }
  std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(where_.substr(where_.rfind(':') + 1)));
  }
  // Comes back when the last connection is closed.
  void stop() {
    if (thread_.joinable()) {
      asio::post(context_, [this] { server_->stop(); });
      thread_.join();
    }
  }

 private:
  asio::io_context context_;
  std::unique_ptr<server> server_;
  std::string where_;
  std::thread thread_;
};

template <class Protocol>
struct bare_connection {
  explicit bare_connection(const typename Protocol::endpoint& to) { socket.connect(to); }
  void send(std::string_view text) { asio::write(socket, asio::buffer(text)); }
  // Up to and with `end`; empty when the connection was closed before.
  std::string until(std::string_view end) {
    boost::system::error_code failed;
    const auto size = asio::read_until(socket, asio::dynamic_buffer(text), end, failed);
    if (failed) {
      return {};
    }
    auto found = text.substr(0, size);
    text.erase(0, size);
    return found;
  }
  std::string head() { return until("\r\n\r\n"); }
  std::string rest() {
    boost::system::error_code ended;
    asio::read(socket, asio::dynamic_buffer(text), ended);
    return std::exchange(text, {});
  }

  asio::io_context context;
  typename Protocol::socket socket{context};
  std::string text;
};

struct tcp_connection : bare_connection<asio::ip::tcp> {
  explicit tcp_connection(const live_server& to)
      : bare_connection({asio::ip::address_v4::loopback(), to.port()}) {}
};
struct unix_connection : bare_connection<asio::local::stream_protocol> {
  explicit unix_connection(const std::string& path) : bare_connection(path) {}
};

struct directory {
  directory() {
    std::string name = (std::filesystem::temp_directory_path() / "httpd-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~directory() { std::filesystem::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }

  std::filesystem::path path;
};

}  // namespace arena::httpd::test
