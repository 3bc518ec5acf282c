#include "httpd/connection.hpp"

#include "aio/event.hpp"
#include "core/base/time.hpp"
#include "httpd/first_of.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace arena::httpd {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

// How often one looks again whether a client is gone that has sent its next request already.
constexpr std::chrono::seconds look_again{1};
constexpr unsigned http_1_0 = 10;

using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;
using local_stream = beast::basic_stream<asio::local::stream_protocol>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

request request_of(http::request<http::string_body>& from) {
  request made;
  made.method = std::string(from.method_string());
  made.target = std::string(from.target());
  for (const auto& field : from) {
    made.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  made.body = std::move(from.body());
  return made;
}

// What an answer has to be fitted to.
struct asked {
  unsigned version;
  bool keep_alive;
  bool head_only;
};

template <class Body>
http::response<Body> head_of(const answer& given, const asked& by, const std::string& server) {
  http::response<Body> made{static_cast<http::status>(given.status), by.version};
  made.set(http::field::date, bouts::format_http_date(std::chrono::floor<std::chrono::milliseconds>(
                                  std::chrono::system_clock::now())));
  if (!server.empty()) {
    made.set(http::field::server, server);
  }
  if (!given.content_type.empty()) {
    made.set(http::field::content_type, given.content_type);
  }
  for (const header& one : given.headers) {
    made.set(one.name, one.value);
  }
  made.keep_alive(by.keep_alive);
  return made;
}

http::response<http::string_body> response_of(answer given, const asked& by, const std::string& server) {
  auto made = head_of<http::string_body>(given, by, server);
  if (given.status != 204 &&
      given.status != 304) {  // these two have no body, and Beast throws when given one
    made.body() = std::move(given.body);
  }
  made.prepare_payload();
  if (by.head_only) {
    made.body().clear();  // its length stays
  }
  return made;
}

// As it goes over the wire; the empty one is the last. Text, because Beast's buffer sequences for it are slow
// to compile.
std::string chunk_of(std::string_view piece) {
  std::array<char, 20> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
  return size.data() + std::string(piece) + "\r\n";
}

// One connection: request after request until one side has enough.
template <class Stream>
class connection {
 public:
  connection(Stream stream, const serving& how) : stream_(std::move(stream)), how_(how) {}

  asio::awaitable<void> serve();

 private:
  using parser = http::request_parser<http::string_body>;
  enum class reading : std::uint8_t { complete, too_large, broken };

  auto& lowest() { return beast::get_lowest_layer(stream_); }
  asio::awaitable<bool> shake_hands();
  asio::awaitable<reading> read(parser& into);
  // These say whether the connection stays open.
  asio::awaitable<bool> answer_request(parser& from);
  asio::awaitable<bool> write(answer given, asked by);
  asio::awaitable<bool> write_stream(answer given, asked by);
  asio::awaitable<bool> send_pieces(piece_source& from, bool chunked);
  asio::awaitable<bool> send_bytes(std::string bytes);
  asio::awaitable<void> watch_client();
  asio::awaitable<void> refuse_body(parser& from);
  void close() noexcept;

  Stream stream_;
  beast::flat_buffer buffer_;
  const serving& how_;
};

template <class Stream>
asio::awaitable<bool> connection<Stream>::shake_hands() {
  if constexpr (std::is_same_v<Stream, tls_stream>) {
    lowest().expires_after(how_.limits.request);
    const auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_result);
    co_return !failed;
  } else {
    co_return true;
  }
}

template <class Stream>
asio::awaitable<typename connection<Stream>::reading> connection<Stream>::read(parser& into) {
  into.header_limit(how_.limits.header_bytes);
  into.body_limit(boost::none);  // the length is looked at below, when there is a request to answer
  lowest().expires_after(how_.limits.idle);
  const auto [failed, size] = co_await http::async_read_header(stream_, buffer_, into, as_result);
  if (failed) {
    co_return reading::broken;
  }
  const auto length = into.content_length();
  if (length && *length > how_.limits.body_bytes) {
    co_return reading::too_large;
  }
  lowest().expires_after(how_.limits.request);
  if (into.get()[http::field::expect] == "100-continue") {
    http::response<http::empty_body> go_on{http::status::continue_, into.get().version()};
    const auto [unsent, sent] = co_await http::async_write(stream_, go_on, as_result);
    if (unsent) {
      co_return reading::broken;
    }
  }
  into.body_limit(how_.limits.body_bytes);
  const auto [broken, rest] = co_await http::async_read(stream_, buffer_, into, as_result);
  if (broken == http::error::body_limit) {
    co_return reading::too_large;
  }
  co_return broken ? reading::broken : reading::complete;
}

template <class Stream>
asio::awaitable<bool> connection<Stream>::write(answer given, asked by) {
  auto response = response_of(std::move(given), by, how_.name);
  lowest().expires_after(how_.limits.answer);
  const auto [failed, size] = co_await http::async_write(stream_, response, as_result);
  co_return !failed && by.keep_alive;
}

// Within its deadline: a client that does not read is given up.
template <class Stream>
asio::awaitable<bool> connection<Stream>::send_bytes(std::string bytes) {
  lowest().expires_after(how_.limits.answer);
  const auto [failed, size] = co_await asio::async_write(stream_, asio::buffer(bytes), as_result);
  lowest().expires_never();
  co_return !failed;
}

template <class Stream>
asio::awaitable<bool> connection<Stream>::send_pieces(piece_source& from, bool chunked) {
  for (;;) {
    auto piece = co_await from.next();
    if (!piece) {
      break;
    }
    std::string bytes = chunked ? chunk_of(*piece) : *std::move(piece);
    const bool sent = co_await send_bytes(std::move(bytes));
    if (!sent) {
      co_return false;
    }
  }
  if (!chunked) {
    co_return false;  // the end of such a body is that of the connection
  }
  std::string end = chunk_of({});
  co_return co_await send_bytes(std::move(end));
}

// Comes back when the client is gone: its end of the stream has come, or the connection broke.
template <class Stream>
asio::awaitable<void> connection<Stream>::watch_client() {
  auto& socket = lowest().socket();
  for (;;) {
    const auto [failed] = co_await socket.async_wait(asio::socket_base::wait_read, as_result);
    if (failed) {
      co_return;
    }
    char first = 0;
    const auto got = ::recv(socket.native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      co_return;
    }
    co_await aio::sleep_for(look_again);
  }
}

template <class Stream>
asio::awaitable<bool> connection<Stream>::write_stream(answer given, asked by) {
  const bool chunked = by.version > http_1_0 && !given.length;
  by.keep_alive = by.keep_alive && chunked;
  auto head = head_of<http::empty_body>(given, by, how_.name);
  head.chunked(chunked);
  if (given.length) {
    head.content_length(*given.length);
  }
  http::response_serializer<http::empty_body> writer(head);
  lowest().expires_after(how_.limits.answer);
  const auto [failed, size] = co_await http::async_write_header(stream_, writer, as_result);
  if (failed || by.head_only) {
    co_return !failed && by.keep_alive;
  }
  lowest().expires_never();
  auto sending = send_pieces(*given.stream, chunked);
  auto watching = watch_client();
  const bool sent = co_await first_of(std::move(sending), std::move(watching));
  co_return by.keep_alive&& sent;
}

template <class Stream>
asio::awaitable<bool> connection<Stream>::answer_request(parser& from) {
  const asked by{.version = from.get().version(),
                 .keep_alive = from.get().keep_alive(),
                 .head_only = from.get().method() == http::verb::head};
  request in = request_of(from.get());
  lowest().expires_never();  // how long an answer may take is its maker's affair
  auto given = co_await how_.handle(std::move(in));
  if (!given) {
    co_return false;
  }
  answer reply = *std::move(given);
  if (reply.stream) {
    co_return co_await write_stream(std::move(reply), by);
  }
  co_return co_await write(std::move(reply), by);
}

template <class Stream>
asio::awaitable<void> connection<Stream>::refuse_body(parser& from) {
  const asked by{.version = from.get().version(),
                 .keep_alive = false,
                 .head_only = from.get().method() == http::verb::head};
  const request in = request_of(from.get());
  answer refusal;
  refusal.status = static_cast<int>(http::status::payload_too_large);
  if (how_.too_large) {
    refusal = how_.too_large(in);
  }
  co_await write(std::move(refusal), by);
  boost::system::error_code ignored;
  lowest().socket().shutdown(asio::socket_base::shutdown_send, ignored);
  lowest().expires_after(how_.limits.linger);
  std::array<char, 65'536> thrown_away;
  for (std::size_t total = 0; total < how_.limits.linger_bytes;) {
    const auto [failed, size] = co_await lowest().async_read_some(asio::buffer(thrown_away), as_result);
    if (failed) {
      break;
    }
    total += size;
  }
}

template <class Stream>
void connection<Stream>::close() noexcept {
  boost::system::error_code ignored;
  lowest().socket().shutdown(asio::socket_base::shutdown_both, ignored);
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
asio::awaitable<void> serve_stream(Stream stream, const serving& how) {
  connection<Stream> one(std::move(stream), how);
  co_await one.serve();
}

}  // namespace

asio::awaitable<void> serve_connection(tcp::socket socket, asio::ssl::context* tls, const serving& how) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  plain_stream stream(std::move(socket));
  if (tls != nullptr) {
    return serve_stream(tls_stream(std::move(stream), *tls), how);
  }
  return serve_stream(std::move(stream), how);
}

asio::awaitable<void> serve_connection(asio::local::stream_protocol::socket socket, const serving& how) {
  return serve_stream(local_stream(std::move(socket)), how);
}

}  // namespace arena::httpd
