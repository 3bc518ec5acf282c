#include "sandbox/http_server.hpp"

#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "sandbox/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace arena::sandbox {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t most_connections = 1'000;
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

boost::system::error_code listen_on(tcp::acceptor& acceptor, std::uint16_t port) {
  boost::system::error_code failed;
  acceptor.open(tcp::v4(), failed);
  if (!failed) {
    acceptor.set_option(asio::socket_base::reuse_address(true), failed);
  }
  if (!failed) {
    acceptor.bind({asio::ip::address_v4::loopback(), port}, failed);
  }
  if (!failed) {
    acceptor.listen(asio::socket_base::max_listen_connections, failed);
  }
  return failed;
}

}  // namespace

struct http_server::state {
  state(asio::any_io_executor with, service& serving, server_options given)
      : executor(std::move(with)),
        all(serving),
        options(std::move(given)),
        acceptor(executor),
        connections(executor) {}

  void start(tcp::socket socket);

  asio::any_io_executor executor;
  service& all;
  server_options options;
  tcp::acceptor acceptor;
  std::optional<asio::ssl::context> tls;
  aio::task_scope connections;
};

void http_server::state::start(tcp::socket socket) {
  if (connections.size() >= most_connections) {
    return;  // closes it
  }
  connections.spawn("connection",
                    serve_connection(std::move(socket), tls ? &*tls : nullptr, all, options.log));
}

http_server::http_server(std::unique_ptr<state> with) : state_(std::move(with)) {}
http_server::~http_server() = default;

bouts::result<std::unique_ptr<http_server>> http_server::open(asio::any_io_executor executor, service& all,
                                                              server_options options) {
  auto made = std::make_unique<state>(std::move(executor), all, std::move(options));
  if (made->options.tls) {
    auto context = load_tls(*made->options.tls);
    if (!context) {
      return std::unexpected(std::move(context).error());
    }
    made->tls = *std::move(context);
  }
  if (const auto failed = listen_on(made->acceptor, made->options.port)) {
    const auto kind = failed == asio::error::address_in_use ? bouts::errc::busy : bouts::errc::io;
    return bouts::fail(
        kind, "cannot listen on 127.0.0.1:" + std::to_string(made->options.port) + ": " + failed.message());
  }
  return std::unique_ptr<http_server>(new http_server(std::move(made)));
}

std::string http_server::url() const {
  const std::string scheme = state_->tls ? "https" : "http";
  return scheme + "://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port());
}

asio::awaitable<void> http_server::run() {
  while (state_->acceptor.is_open()) {
    auto [failed, socket] = co_await state_->acceptor.async_accept(as_result);
    if (!failed) {
      state_->start(std::move(socket));
    } else if (state_->acceptor.is_open()) {
      co_await aio::sleep_for(
          pause_after_failed_accept);  // out of descriptors, most likely: some will come free
    }
  }
  state_->connections.cancel();
  co_await state_->connections.join();
}

void http_server::stop() noexcept {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
}

}  // namespace arena::sandbox
