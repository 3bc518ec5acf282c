#include "sandbox/connection.hpp"

#include "aio/event.hpp"
#include "core/base/text.hpp"
#include "sandbox/answers.hpp"
#include "sandbox/limits.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <array>

namespace arena::sandbox {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

// A keep-alive connection is kept this long without a request; a request may take this long to come in.
constexpr std::chrono::seconds idle_deadline{75};
constexpr std::chrono::seconds request_deadline{30};
constexpr std::chrono::seconds answer_deadline{30};
// After a body was refused unread, how much and how long of it is read and thrown away, so that the answer
// arrives before the connection is reset.
constexpr std::chrono::seconds linger_deadline{2};
constexpr std::size_t linger_bytes = 64'000'000;
constexpr std::uint32_t header_bytes = 64'000;

using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

wall_time wall_now() {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

std::string text_of(const http::request<http::string_body>& from, http::field name) {
  return std::string(from[name]);
}

request request_of(http::request<http::string_body>& from) {
  request made;
  made.method = std::string(from.method_string());
  made.target = std::string(from.target());
  made.authorization = text_of(from, http::field::authorization);
  made.api_key = std::string(from["x-arena-api-key"]);
  made.idempotency_key = std::string(from["Idempotency-Key"]);
  made.body = std::move(from.body());
  return made;
}

http::response<http::string_body> response_of(answer given, unsigned version, bool keep_alive) {
  http::response<http::string_body> made{static_cast<http::status>(given.status), version};
  made.set(http::field::date, bouts::format_http_date(wall_now()));
  made.set(http::field::server, "arena-sandbox");
  if (!given.content_type.empty()) {
    made.set(http::field::content_type, given.content_type);
  }
  for (const http_header& one : given.headers) {
    made.set(one.name, one.value);
  }
  made.keep_alive(keep_alive);
  if (given.status != 204 &&
      given.status != 304) {  // these two have no body, and Beast throws when given one
    made.body() = std::move(given.body);
  }
  made.prepare_payload();
  return made;
}

// One connection: request after request until one side has enough.
template <class Stream>
class connection {
 public:
  connection(Stream stream, service& all, const request_log& log)
      : stream_(std::move(stream)), all_(all), log_(log) {}

  asio::awaitable<void> serve();

 private:
  using parser = http::request_parser<http::string_body>;
  enum class reading : std::uint8_t { complete, too_large, broken };

  auto& lowest() { return beast::get_lowest_layer(stream_); }
  asio::awaitable<bool> shake_hands();
  asio::awaitable<reading> read(parser& into);
  // False when the connection is to be closed.
  asio::awaitable<bool> answer_request(parser& from);
  asio::awaitable<bool> write(answer given, unsigned version, bool keep_alive);
  asio::awaitable<void> refuse_body(parser& from);
  void close() noexcept;
  void log(const request& in, std::string_view outcome, wall_time since) const;

  Stream stream_;
  beast::flat_buffer buffer_;
  service& all_;
  const request_log& log_;
};

template <class Stream>
asio::awaitable<bool> connection<Stream>::shake_hands() {
  if constexpr (std::is_same_v<Stream, tls_stream>) {
    lowest().expires_after(request_deadline);
    const auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_result);
    co_return !failed;
  } else {
    co_return true;
  }
}

template <class Stream>
asio::awaitable<typename connection<Stream>::reading> connection<Stream>::read(parser& into) {
  into.header_limit(header_bytes);
  into.body_limit(boost::none);  // the length is looked at below, when there is a request to answer
  lowest().expires_after(idle_deadline);
  const auto [failed, size] = co_await http::async_read_header(stream_, buffer_, into, as_result);
  if (failed) {
    co_return reading::broken;
  }
  const auto length = into.content_length();
  if (length && *length > limits::host_body_bytes) {
    co_return reading::too_large;
  }
  lowest().expires_after(request_deadline);
  if (into.get()[http::field::expect] == "100-continue") {
    http::response<http::empty_body> go_on{http::status::continue_, into.get().version()};
    const auto [unsent, sent] = co_await http::async_write(stream_, go_on, as_result);
    if (unsent) {
      co_return reading::broken;
    }
  }
  into.body_limit(limits::host_body_bytes);
  const auto [broken, rest] = co_await http::async_read(stream_, buffer_, into, as_result);
  if (broken == http::error::body_limit) {
    co_return reading::too_large;
  }
  co_return broken ? reading::broken : reading::complete;
}

template <class Stream>
asio::awaitable<bool> connection<Stream>::write(answer given, unsigned version, bool keep_alive) {
  auto response = response_of(std::move(given), version, keep_alive);
  lowest().expires_after(answer_deadline);
  const auto [failed, size] = co_await http::async_write(stream_, response, as_result);
  co_return !failed && keep_alive;
}

template <class Stream>
asio::awaitable<bool> connection<Stream>::answer_request(parser& from) {
  const wall_time arrived = wall_now();
  const request in = request_of(from.get());
  const plan what = all_.admit(in, arrived);
  if (what.delay > milliseconds(0)) {
    lowest().expires_never();
    co_await aio::sleep_for(what.delay);
  }
  auto given = all_.carry_out(what, in, wall_now());
  if (!given) {
    log(in, "closed without an answer", arrived);
    co_return false;
  }
  if (!what.control) {
    log(in, std::to_string(given->status), arrived);
  }
  answer reply = *std::move(given);
  co_return co_await write(std::move(reply), from.get().version(), from.get().keep_alive());
}

template <class Stream>
asio::awaitable<void> connection<Stream>::refuse_body(parser& from) {
  const request in = request_of(from.get());
  log(in, "413", wall_now());
  answer refusal = all_.too_large(in, wall_now());
  co_await write(std::move(refusal), from.get().version(), false);
  boost::system::error_code ignored;
  lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
  lowest().expires_after(linger_deadline);
  std::array<char, 65'536> thrown_away;
  for (std::size_t total = 0; total < linger_bytes;) {
    const auto [failed, size] = co_await lowest().async_read_some(asio::buffer(thrown_away), as_result);
    if (failed) {
      break;
    }
    total += size;
  }
}

template <class Stream>
void connection<Stream>::log(const request& in, std::string_view outcome, wall_time since) const {
  if (!log_) {
    return;
  }
  constexpr std::size_t longest_target = 200;
  log_(bouts::format_iso8601(since) + " " + in.method + " " + bouts::printable(in.target, longest_target) +
       " -> " + std::string(outcome) + " in " + bouts::format_duration(wall_now() - since));
}

template <class Stream>
void connection<Stream>::close() noexcept {
  boost::system::error_code ignored;
  lowest().socket().shutdown(tcp::socket::shutdown_both, ignored);
  lowest().socket().close(ignored);
}

template <class Stream>
asio::awaitable<void> connection<Stream>::serve() {
  bool open = co_await shake_hands();
  while (open) {
    parser next;
    const reading outcome = co_await read(next);
    if (outcome == reading::too_large) {
      co_await refuse_body(next);
    }
    open = false;
    if (outcome == reading::complete) {
      open = co_await answer_request(next);
    }
  }
  close();
}

template <class Stream>
asio::awaitable<void> serve_stream(Stream stream, service& all, const request_log& log) {
  connection<Stream> one(std::move(stream), all, log);
  co_await one.serve();
}

}  // namespace

asio::awaitable<void> serve_connection(tcp::socket socket, asio::ssl::context* tls, service& all,
                                       const request_log& log) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  plain_stream stream(std::move(socket));
  if (tls != nullptr) {
    return serve_stream(tls_stream(std::move(stream), *tls), all, log);
  }
  return serve_stream(std::move(stream), all, log);
}

}  // namespace arena::sandbox
