#include "httpd/byte_stream.hpp"

#include "aio/event.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <tuple>
#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// How often one looks again whether a client is gone that has sent its next request already.
constexpr std::chrono::seconds look_again{1};

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

byte_stream::byte_stream(socket connected)
    : socket_(std::move(connected)), limit_(socket_.get_executor(), [this] {
        error_code ignored;
        socket_.close(ignored);
      }) {}

byte_stream::byte_stream(const asio::any_io_executor& executor) : byte_stream(socket(executor)) {}

byte_stream::~byte_stream() = default;

error_code byte_stream::outcome(const error_code& failed) const {
  return failed && limit_.has_passed() ? error_code(asio::error::timed_out) : failed;
}

asio::awaitable<error_code> byte_stream::connect(endpoint where) {
  const auto [failed] = co_await socket_.async_connect(where, as_result);
  co_return outcome(failed);
}

asio::awaitable<error_code> byte_stream::shake_hands(asio::ssl::context& context,
                                                     asio::ssl::stream_base::handshake_type side) {
  tls_ = std::make_unique<tls_stream>(socket_, context);
  const auto [failed] = co_await tls_->async_handshake(side, as_result);
  co_return outcome(failed);
}

asio::awaitable<byte_stream::received> byte_stream::read_some(asio::mutable_buffer into) {
  received made;
  if (tls_) {
    std::tie(made.failed, made.count) = co_await tls_->async_read_some(into, as_result);
  } else {
    std::tie(made.failed, made.count) = co_await socket_.async_read_some(into, as_result);
  }
  made.failed = outcome(made.failed);
  co_return made;
}

asio::awaitable<error_code> byte_stream::write(std::string_view bytes, std::string_view more) {
  const std::array<asio::const_buffer, 2> both{asio::buffer(bytes), asio::buffer(more)};
  error_code failed;
  std::size_t written = 0;
  if (tls_) {
    std::tie(failed, written) = co_await asio::async_write(*tls_, both, as_result);
  } else {
    std::tie(failed, written) = co_await asio::async_write(socket_, both, as_result);
  }
  co_return outcome(failed);
}

asio::awaitable<void> byte_stream::other_side_gone() {
  for (;;) {
    const auto [failed] = co_await socket_.async_wait(asio::socket_base::wait_read, as_result);
    if (failed) {
      co_return;
    }
    char first = 0;
    const auto got = ::recv(socket_.native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      co_return;
    }
    co_await aio::sleep_for(look_again);
  }
}

// Below TLS, if there is any: nobody looks at these bytes.
asio::awaitable<void> byte_stream::linger(std::size_t most) {
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
  std::array<char, 65'536> thrown_away;
  for (std::size_t total = 0; total < most;) {
    const auto [failed, count] = co_await socket_.async_read_some(asio::buffer(thrown_away), as_result);
    if (failed) {
      break;
    }
    total += count;
  }
}

void byte_stream::expires_after(std::chrono::milliseconds time) {
  limit_.set(std::chrono::steady_clock::now() + time);
}

void byte_stream::expires_never() {
  limit_.lift();
}

void byte_stream::close() noexcept {
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_both, ignored);
  socket_.close(ignored);
}

}  // namespace arena::httpd
