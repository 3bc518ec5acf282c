#include "httpd/connection.hpp"

#include "httpd/byte_stream.hpp"
#include "httpd/first_of.hpp"
#include "httpd/incoming.hpp"
#include "httpd/outgoing.hpp"

#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr unsigned http_1_0 = 10;
constexpr int payload_too_large = 413;

// One connection: request after request until one side has enough.
class connection {
 public:
  connection(byte_stream::socket socket, const serving& how)
      : stream_(std::move(socket)), requests_(stream_), how_(how) {}

  // With a handshake before it where there is `tls`.
  asio::awaitable<void> serve(asio::ssl::context* tls);

 private:
  asio::awaitable<bool> shake_hands(asio::ssl::context* tls);
  asio::awaitable<reading> read();
  // These say whether the connection stays open.
  asio::awaitable<bool> answer_request();
  asio::awaitable<bool> write(answer given, asked by);
  asio::awaitable<bool> write_stream(answer given, asked by);
  asio::awaitable<bool> send_pieces(piece_source& from, bool chunked);
  asio::awaitable<bool> send_bytes(std::string bytes);
  asio::awaitable<void> refuse_body();

  byte_stream stream_;
  incoming_requests requests_;
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

asio::awaitable<reading> connection::read() {
  stream_.expires_after(how_.limits.idle);
  const reading begun = co_await requests_.read_head(how_.limits.header_bytes);
  if (begun != reading::complete) {
    co_return begun;
  }
  const auto length = requests_.length();
  if (length && *length > how_.limits.body_bytes) {
    co_return reading::too_large;
  }
  stream_.expires_after(how_.limits.request);
  if (requests_.expects_continue()) {
    const std::string text = go_on(requests_.manner());
    const auto unsent = co_await stream_.write(text);
    if (unsent) {
      co_return reading::broken;
    }
  }
  co_return co_await requests_.read_body(how_.limits.body_bytes);
}

asio::awaitable<bool> connection::write(answer given, asked by) {
  const outgoing out = whole(std::move(given), by, how_.name);
  stream_.expires_after(how_.limits.answer);
  const auto failed = co_await stream_.write(out.head, out.body);
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
  std::string head = head_of_stream(given, by, chunked, how_.name);
  const bool begun = co_await send_bytes(std::move(head));
  if (!begun || by.head_only) {
    co_return begun&& by.keep_alive;
  }
  auto sending = send_pieces(*given.stream, chunked);
  auto watching = stream_.other_side_gone();
  const bool sent = co_await first_of(std::move(sending), std::move(watching));
  co_return by.keep_alive&& sent;
}

asio::awaitable<bool> connection::answer_request() {
  const asked by = requests_.manner();
  request in = requests_.take();
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

asio::awaitable<void> connection::refuse_body() {
  asked by = requests_.manner();
  by.keep_alive = false;
  const request in = requests_.take();
  answer refusal;
  refusal.status = payload_too_large;
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
    const reading outcome = co_await read();
    if (outcome == reading::too_large) {
      co_await refuse_body();
    }
    open = false;
    if (outcome == reading::complete) {
      open = co_await answer_request();
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
