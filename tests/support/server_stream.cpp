#include "tests/support/server_stream.hpp"

#include "aio/task_scope.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <array>

namespace test_support {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;

namespace {

constexpr auto use_error_code = asio::as_tuple(asio::use_awaitable);

}  // namespace

server_stream::server_stream(tcp::socket socket, ssl::context* tls) : socket_(std::move(socket)) {
  if (tls != nullptr) {
    tls_ = std::make_unique<ssl::stream<tcp::socket&>>(socket_, *tls);
  }
}

asio::awaitable<bool> server_stream::handshake() {
  if (!tls_) {
    co_return true;
  }
  const auto [failed] = co_await tls_->async_handshake(ssl::stream_base::server, use_error_code);
  co_return !failed;
}

asio::awaitable<std::string> server_stream::read() {
  std::array<char, 16 * 1024> piece;
  boost::system::error_code failed;
  std::size_t count = 0;
  if (tls_) {
    std::tie(failed, count) = co_await tls_->async_read_some(asio::buffer(piece), use_error_code);
  } else {
    std::tie(failed, count) = co_await socket_.async_read_some(asio::buffer(piece), use_error_code);
  }
  co_return failed ? std::string() : std::string(piece.data(), count);
}

asio::awaitable<bool> server_stream::write(std::string bytes) {
  boost::system::error_code failed;
  std::size_t count = 0;
  if (tls_) {
    std::tie(failed, count) = co_await asio::async_write(*tls_, asio::buffer(bytes), use_error_code);
  } else {
    std::tie(failed, count) = co_await asio::async_write(socket_, asio::buffer(bytes), use_error_code);
  }
  co_return !failed;
}

void server_stream::finish() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void server_stream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

std::string server_stream::server_name() const {
  const char* name = tls_ ? SSL_get_servername(tls_->native_handle(), TLSEXT_NAMETYPE_host_name) : nullptr;
  return name == nullptr ? std::string() : std::string(name);
}

namespace {

asio::awaitable<void> pump(std::shared_ptr<server_stream> from, std::shared_ptr<server_stream> to) {
  while (true) {
    std::string piece = co_await from->read();
    if (piece.empty()) {
      break;
    }
    const bool passed = co_await to->write(std::move(piece));
    if (!passed) {
      break;
    }
  }
  to->finish();
}

}  // namespace

asio::awaitable<void> pass_on(std::shared_ptr<server_stream> client, asio::any_io_executor executor,
                              std::string target) {
  const std::size_t colon = target.rfind(':');
  const tcp::endpoint address(asio::ip::make_address(target.substr(0, colon)),
                              static_cast<std::uint16_t>(std::stoul(target.substr(colon + 1))));
  tcp::socket socket(executor);
  const auto [failed] = co_await socket.async_connect(address, use_error_code);
  if (failed) {
    co_return;
  }
  auto upstream = std::make_shared<server_stream>(std::move(socket), nullptr);
  const bool opened = co_await client->write("HTTP/1.1 200 Connection established\r\n\r\n");
  if (!opened) {
    co_return;
  }
  aio::task_scope back(executor);
  back.spawn("tunnel", pump(upstream, client));
  co_await pump(client, upstream);
  upstream->close();
  co_await back.join();
}

}  // namespace test_support
