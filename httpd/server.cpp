#include "httpd/server.hpp"

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "httpd/connection.hpp"
#include "httpd/unix_socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
using asio::ip::tcp;
using local = asio::local::stream_protocol;

namespace {

constexpr std::chrono::milliseconds pause_after_failed_accept{50};
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

bouts::result<asio::ssl::context> load_tls(const tls_files& files) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  boost::system::error_code failed;
  context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, failed);
  if (context.use_certificate_chain_file(files.certificate, failed); failed) {
    return bouts::fail(bouts::errc::tls,
                       "cannot use the certificate " + files.certificate + ": " + failed.message());
  }
  if (context.use_private_key_file(files.key, asio::ssl::context::pem, failed); failed) {
    return bouts::fail(bouts::errc::tls, "cannot use the key " + files.key + ": " + failed.message());
  }
  return context;
}

boost::system::error_code listen_on(tcp::acceptor& acceptor, const tcp::endpoint& place) {
  boost::system::error_code failed;
  acceptor.open(place.protocol(), failed);
  if (!failed) {
    acceptor.set_option(asio::socket_base::reuse_address(true), failed);
  }
  if (!failed) {
    acceptor.bind(place, failed);
  }
  if (!failed) {
    acceptor.listen(asio::socket_base::max_listen_connections, failed);
  }
  return failed;
}

std::string shown(const tcp::endpoint& place) {
  const auto address = place.address().to_string();
  return (place.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(place.port());
}

template <class Protocol>
class listener : public server {
 public:
  listener(const asio::any_io_executor& executor, serving how)
      : how_(std::move(how)), acceptor_(executor), connections_(executor) {}

  asio::awaitable<void> run() override {
    while (acceptor_.is_open()) {
      auto [failed, socket] = co_await acceptor_.async_accept(as_result);
      if (!failed) {
        take(std::move(socket));
      } else if (acceptor_.is_open()) {
        co_await aio::sleep_for(
            pause_after_failed_accept);  // out of descriptors, most likely: some will come free
      }
    }
    connections_.cancel();
    co_await connections_.join();
  }

  void stop() noexcept override {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
  }

 protected:
  virtual asio::awaitable<void> serve(typename Protocol::socket socket) = 0;

  const serving how_;
  typename Protocol::acceptor acceptor_;

 private:
  void take(typename Protocol::socket socket) {
    if (connections_.size() < how_.limits.connections) {
      connections_.spawn("connection", serve(std::move(socket)));
    }  // else it is closed here
  }

  aio::task_scope connections_;
};

class tcp_server final : public listener<tcp> {
 public:
  using listener::listener;

  bouts::status open(const tcp_place& where) {
    if (where.tls) {
      auto context = load_tls(*where.tls);
      if (!context) {
        return std::unexpected(std::move(context).error());
      }
      tls_ = *std::move(context);
    }
    boost::system::error_code unreadable;
    const auto address = asio::ip::make_address(where.address, unreadable);
    if (unreadable) {
      return bouts::fail(bouts::errc::invalid, "cannot listen on " + where.address + ": it is no IP address");
    }
    const tcp::endpoint place(address, where.port);
    if (const auto failed = listen_on(acceptor_, place)) {
      const auto kind = failed == asio::error::address_in_use ? bouts::errc::busy : bouts::errc::io;
      return bouts::fail(kind, "cannot listen on " + shown(place) + ": " + failed.message());
    }
    return {};
  }

  std::string where() const override {
    const std::string scheme = tls_ ? "https" : "http";
    return scheme + "://" + shown(acceptor_.local_endpoint());
  }

 private:
  asio::awaitable<void> serve(tcp::socket socket) override {
    return serve_connection(std::move(socket), tls_ ? &*tls_ : nullptr, how_);
  }

  std::optional<asio::ssl::context> tls_;
};

bool is_welcome(int descriptor) noexcept {
  const auto who = peer_of(descriptor);
  return who && (who->user == 0 || who->user == ::geteuid());
}

asio::awaitable<void> turn_away(local::socket socket) {
  boost::system::error_code ignored;
  socket.close(ignored);
  co_return;
}

class unix_server final : public listener<local> {
 public:
  using listener::listener;
  ~unix_server() override { remove_file(); }
  unix_server(const unix_server&) = delete;
  unix_server& operator=(const unix_server&) = delete;

  bouts::status open(unix_place where) {
    auto made = listen_at(where.path);
    if (!made) {
      return std::unexpected(std::move(made).error());
    }
    path_ = std::move(where.path);
    file_ = made->file;
    boost::system::error_code failed;
    acceptor_.assign(local(), made->descriptor, failed);
    if (failed) {
      ::close(made->descriptor);
      return bouts::fail(bouts::errc::io, "cannot listen on " + path_ + ": " + failed.message());
    }
    return {};
  }

  std::string where() const override { return path_; }
  void stop() noexcept override {
    remove_file();
    listener::stop();
  }

 private:
  asio::awaitable<void> serve(local::socket socket) override {
    return is_welcome(socket.native_handle()) ? serve_connection(std::move(socket), how_)
                                              : turn_away(std::move(socket));
  }
  void remove_file() noexcept {
    if (const auto file = std::exchange(file_, std::nullopt)) {
      remove_socket(path_, *file);
    }
  }

  std::string path_;
  std::optional<file_identity> file_;
};

template <class Made, class Place>
bouts::result<std::unique_ptr<server>> open_server(const asio::any_io_executor& executor, Place where,
                                                   serving how) {
  auto made = std::make_unique<Made>(executor, std::move(how));
  if (auto opened = made->open(std::move(where)); !opened) {
    return std::unexpected(std::move(opened).error());
  }
  return made;
}

}  // namespace

bouts::result<std::unique_ptr<server>> server::open(asio::any_io_executor executor, tcp_place where,
                                                    serving how) {
  return open_server<tcp_server>(executor, std::move(where), std::move(how));
}

bouts::result<std::unique_ptr<server>> server::open(asio::any_io_executor executor, unix_place where,
                                                    serving how) {
  return open_server<unix_server>(executor, std::move(where), std::move(how));
}

}  // namespace arena::httpd
