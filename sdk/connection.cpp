#include "sdk/connection.hpp"

#include "sdk/tls_context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace bouts {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto use_error_code = asio::as_tuple(asio::use_awaitable);

mono_time now() {
  return mono_time::clock::now();
}

bool is_broken_connection(const error_code& cause) {
  return cause == asio::error::eof || cause == ssl::error::stream_truncated ||
         cause.category() == boost::system::system_category();
}

// Asio's check says only yes or no; the reason is written where a failure is explained from.
class host_check {
 public:
  explicit host_check(const std::string& host) : matches_(host) {}

  bool operator()(bool chain_is_good, ssl::verify_context& context) const {
    const bool good = matches_(chain_is_good, context);
    if (chain_is_good && !good) {
      X509_STORE_CTX_set_error(context.native_handle(), X509_V_ERR_HOSTNAME_MISMATCH);
    }
    return good;
  }

 private:
  ssl::host_name_verification matches_;
};

}  // namespace

connection::connection(asio::any_io_executor executor, std::string peer)
    : peer_(std::move(peer)), socket_(executor), limit_(executor, [this] {
        error_code ignored;
        socket_.close(ignored);
      }) {}

connection::~connection() = default;

bool connection::disarm() {
  limit_.lift();
  return limit_.has_passed();
}

error connection::failure(const error_code& cause, bool expired, const deadline& until) const {
  if (expired) {
    return timed_out(until, peer_);
  }
  if (cause == asio::error::operation_aborted) {
    throw boost::system::system_error(cause);  // our own coroutine was cancelled
  }
  error made;
  made.kind = is_broken_connection(cause) ? errc::network : errc::tls;
  made.message = "the connection to " + peer_ + " broke: " + cause.message();
  return made;
}

asio::awaitable<error_code> connection::connect_one(tcp::endpoint address, mono_time until) {
  error_code ignored;
  socket_.close(ignored);
  limit_.set(until);
  const auto [failed] = co_await socket_.async_connect(address, use_error_code);
  if (disarm()) {
    co_return asio::error::timed_out;
  }
  if (failed == asio::error::operation_aborted) {
    throw boost::system::system_error(failed);
  }
  co_return failed;
}

asio::awaitable<status> connection::connect(std::vector<tcp::endpoint> addresses, deadline until) {
  error_code cause = asio::error::host_not_found;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const mono_time start = now();
    const auto share = (until.at - start) / static_cast<int>(addresses.size() - i);
    cause = co_await connect_one(addresses[i], start + share);
    if (!cause) {
      // A request is written at once or in large pieces; waiting for more only delays its end.
      error_code ignored;
      socket_.set_option(tcp::no_delay(true), ignored);
      co_return status{};
    }
  }
  if (cause == asio::error::timed_out && now() >= until.at) {
    co_return std::unexpected(timed_out(until, peer_));
  }
  co_return fail(errc::network, "cannot connect to " + peer_ + ": " + cause.message());
}

asio::awaitable<status> connection::secure(ssl::context& context, origin host, deadline until) {
  tls_ = std::make_unique<ssl::stream<tcp::socket&>>(socket_, context);
  prepare_handshake(tls_->native_handle(), host);
  tls_->set_verify_callback(host_check(host.host));
  limit_.set(until.at);
  const auto [failed] = co_await tls_->async_handshake(ssl::stream_base::client, use_error_code);
  const bool expired = disarm();
  if (!failed && !expired) {
    co_return status{};
  }
  if (expired || failed == asio::error::operation_aborted) {
    co_return std::unexpected(failure(failed, expired, until));
  }
  co_return std::unexpected(handshake_failure(failed));
}

bool connection::lacks_authority() const noexcept {
  return tls_ && bouts::lacks_authority(tls_->native_handle());
}

error connection::handshake_failure(const error_code& cause) const {
  error made;
  made.kind = errc::tls;
  if (auto explained = explain_certificate(tls_->native_handle(), peer_)) {
    made.message = *std::move(explained);
  } else if (is_broken_connection(cause)) {
    made.kind = errc::network;
    made.message = peer_ + " broke the connection during the TLS handshake: " + cause.message();
  } else if (ERR_GET_REASON(static_cast<unsigned long>(cause.value())) == SSL_R_WRONG_VERSION_NUMBER) {
    made.message = peer_ + " does not speak TLS";
  } else {
    made.message = "the TLS handshake with " + peer_ + " failed: " + cause.message();
  }
  return made;
}

asio::awaitable<status> connection::write(std::string_view bytes, deadline until) {
  error_code failed;
  std::size_t written = 0;
  limit_.set(until.at);
  if (tls_) {
    std::tie(failed, written) = co_await asio::async_write(*tls_, asio::buffer(bytes), use_error_code);
  } else {
    std::tie(failed, written) = co_await asio::async_write(socket_, asio::buffer(bytes), use_error_code);
  }
  const bool expired = disarm();
  if (failed || expired) {
    co_return std::unexpected(failure(failed, expired, until));
  }
  co_return status{};
}

asio::awaitable<result<std::size_t>> connection::read_some(asio::mutable_buffer into, deadline until) {
  error_code failed;
  std::size_t count = 0;
  limit_.set(until.at);
  if (tls_) {
    std::tie(failed, count) = co_await tls_->async_read_some(into, use_error_code);
  } else {
    std::tie(failed, count) = co_await socket_.async_read_some(into, use_error_code);
  }
  const bool expired = disarm();
  if (!expired && failed == asio::error::eof) {
    co_return std::size_t{0};
  }
  if (failed || expired) {
    co_return std::unexpected(failure(failed, expired, until));
  }
  co_return count;
}

bool connection::is_quiet() const noexcept {
  // const_cast: native_handle() is not a const member in Asio, although it only reads.
  const int handle = const_cast<tcp::socket&>(socket_).native_handle();
  char byte = 0;
  const auto got = ::recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace bouts
