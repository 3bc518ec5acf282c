#include "httpd/connection.hpp"

#include "core/base/time.hpp"
#include "httpd/byte_stream.hpp"
#include "httpd/first_of.hpp"
#include "httpd/transfer.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <cstdio>

namespace arena::httpd {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr unsigned http_1_0 = 10;

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
class connection {
 public:
  connection(byte_stream::socket socket, const serving& how) : stream_(std::move(socket)), how_(how) {}

  // With a handshake before it where there is `tls`.
  asio::awaitable<void> serve(asio::ssl::context* tls);

 private:
  using parser = http::request_parser<http::string_body>;
  enum class reading : std::uint8_t { complete, too_large, broken };

  asio::awaitable<bool> shake_hands(asio::ssl::context* tls);
  asio::awaitable<reading> read(parser& into);
  // These say whether the connection stays open.
  asio::awaitable<bool> answer_request(parser& from);
  asio::awaitable<bool> write(answer given, asked by);
  asio::awaitable<bool> write_stream(answer given, asked by);
  asio::awaitable<bool> send_pieces(piece_source& from, bool chunked);
  asio::awaitable<bool> send_bytes(std::string bytes);
  asio::awaitable<void> refuse_body(parser& from);

  byte_stream stream_;
  beast::flat_buffer buffer_;
  const serving& how_;
};

asio::awaitable<bool> connection::shake_hands(asio::ssl::context* tls) {
  if (tls == nullptr) {
    co_return true;
  }
  stream_.expires_after(how_.limits.request);
  const auto failed = co_await stream_.shake_hands(*tls, asio::ssl::stream_base::server);
  co_return !failed;
}

asio::awaitable<connection::reading> connection::read(parser& into) {
  const incoming<true> message{.held = buffer_, .parser = into};
  into.header_limit(how_.limits.header_bytes);
  into.body_limit(boost::none);  // the length is looked at below, when there is a request to answer
  stream_.expires_after(how_.limits.idle);
  const auto failed = co_await read_head(stream_, message);
  if (failed) {
    co_return reading::broken;
  }
  const auto length = into.content_length();
  if (length && *length > how_.limits.body_bytes) {
    co_return reading::too_large;
  }
  stream_.expires_after(how_.limits.request);
  if (into.get()[http::field::expect] == "100-continue") {
    const http::response<http::empty_body> go_on{http::status::continue_, into.get().version()};
    const std::string text = text_of(go_on);
    const auto unsent = co_await stream_.write(text);
    if (unsent) {
      co_return reading::broken;
    }
  }
  into.body_limit(how_.limits.body_bytes);
  const auto broken = co_await read_rest(stream_, message);
  if (broken == http::error::body_limit) {
    co_return reading::too_large;
  }
  co_return broken ? reading::broken : reading::complete;
}

asio::awaitable<bool> connection::write(answer given, asked by) {
  const auto response = response_of(std::move(given), by, how_.name);
  const std::string head = text_of(response);
  stream_.expires_after(how_.limits.answer);
  const auto failed = co_await stream_.write(head, response.body());
  co_return !failed && by.keep_alive;
}

// Within its deadline: a client that does not read is given up.
asio::awaitable<bool> connection::send_bytes(std::string bytes) {
  stream_.expires_after(how_.limits.answer);
  const auto failed = co_await stream_.write(bytes);
  stream_.expires_never();
  co_return !failed;
}

asio::awaitable<bool> connection::send_pieces(piece_source& from, bool chunked) {
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

asio::awaitable<bool> connection::write_stream(answer given, asked by) {
  const bool chunked = by.version > http_1_0 && !given.length;
  by.keep_alive = by.keep_alive && chunked;
  auto head = head_of<http::empty_body>(given, by, how_.name);
  head.chunked(chunked);
  if (given.length) {
    head.content_length(*given.length);
  }
  std::string text = text_of(head);
  const bool begun = co_await send_bytes(std::move(text));
  if (!begun || by.head_only) {
    co_return begun&& by.keep_alive;
  }
  auto sending = send_pieces(*given.stream, chunked);
  auto watching = stream_.other_side_gone();
  const bool sent = co_await first_of(std::move(sending), std::move(watching));
  co_return by.keep_alive&& sent;
}

asio::awaitable<bool> connection::answer_request(parser& from) {
  const asked by{.version = from.get().version(),
                 .keep_alive = from.get().keep_alive(),
                 .head_only = from.get().method() == http::verb::head};
  request in = request_of(from.get());
  stream_.expires_never();  // how long an answer may take is its maker's affair
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

asio::awaitable<void> connection::refuse_body(parser& from) {
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
  stream_.expires_after(how_.limits.linger);
  co_await stream_.linger(how_.limits.linger_bytes);
}

asio::awaitable<void> connection::serve(asio::ssl::context* tls) {
  bool open = co_await shake_hands(tls);
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
  stream_.close();
}

asio::awaitable<void> serve_socket(byte_stream::socket socket, asio::ssl::context* tls, const serving& how) {
  connection one(std::move(socket), how);
  co_await one.serve(tls);
}

}  // namespace

asio::awaitable<void> serve_connection(tcp::socket socket, asio::ssl::context* tls, const serving& how) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  return serve_socket(std::move(socket), tls, how);
}

asio::awaitable<void> serve_connection(asio::local::stream_protocol::socket socket, const serving& how) {
  return serve_socket(std::move(socket), nullptr, how);
}

}  // namespace arena::httpd
