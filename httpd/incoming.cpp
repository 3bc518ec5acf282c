#include "httpd/incoming.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/read_size.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using bouts::errc;

namespace {

constexpr std::size_t read_at_once = 65'536;  // bytes, at most

enum class part : std::uint8_t { head, whole };

// A message and what feeds its parser.
template <bool is_request>
class message {
 public:
  using parser_type = http::parser<is_request, http::string_body>;

  explicit message(byte_stream& from) : from_(from) { parser.emplace(); }

  // Until the head is complete, and nothing of the body is parsed; or until all of it is.
  asio::awaitable<error_code> read(part wanted) {
    parser->eager(wanted == part::whole);
    error_code failed;
    while (!failed && !(wanted == part::whole ? parser->is_done() : parser->is_header_done())) {
      failed = co_await read_piece();
    }
    co_return failed;
  }

  // One step of the parser, at least.
  asio::awaitable<error_code> read_piece() {
    error_code failed = http::error::need_more;
    if (held_.size() > 0) {
      failed = parse();
    }
    while (failed == http::error::need_more) {
      const auto room = held_.prepare(beast::read_size(held_, read_at_once));
      const auto got = co_await from_.read_some(room);
      held_.commit(got.count);
      if (got.failed == asio::error::eof) {
        co_return end();
      }
      failed = got.failed ? got.failed : parse();
    }
    co_return failed;
  }

  std::vector<header> headers() const {
    std::vector<header> all;
    for (const auto& field : parser->get()) {
      all.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    return all;
  }

  std::optional<parser_type> parser;

 private:
  error_code parse() {
    error_code failed;
    held_.consume(parser->put(held_.data(), failed));
    return failed;
  }

  error_code end() {
    error_code failed = http::error::end_of_stream;
    if (parser->got_some()) {
      failed = {};
      parser->put_eof(failed);
    }
    return failed;
  }

  byte_stream& from_;
  beast::flat_buffer held_;
};

bouts::status status_of(const error_code& failed) {
  return failed ? bouts::status(std::unexpected(failure(failed))) : bouts::status();
}

}  // namespace

struct incoming_requests::state : message<true> {
  using message::message;
};

incoming_requests::incoming_requests(byte_stream& from) : state_(std::make_unique<state>(from)) {}
incoming_requests::~incoming_requests() = default;

asio::awaitable<reading> incoming_requests::read_head(std::uint32_t header_bytes) {
  auto& next = state_->parser.emplace();
  next.header_limit(header_bytes);
  next.body_limit(boost::none);  // whoever answers looks at the length
  const auto failed = co_await state_->read(part::head);
  co_return failed ? reading::broken : reading::complete;
}

std::optional<std::uint64_t> incoming_requests::length() const {
  const auto named = state_->parser->content_length();
  return named ? std::optional<std::uint64_t>(*named) : std::nullopt;
}

bool incoming_requests::expects_continue() const {
  return state_->parser->get()[http::field::expect] == "100-continue";
}

asked incoming_requests::manner() const {
  const auto& head = state_->parser->get();
  return {.version = head.version(),
          .keep_alive = head.keep_alive(),
          .head_only = head.method() == http::verb::head};
}

asio::awaitable<reading> incoming_requests::read_body(std::size_t body_bytes) {
  state_->parser->body_limit(body_bytes);
  const auto failed = co_await state_->read(part::whole);
  if (failed == http::error::body_limit) {
    co_return reading::too_large;
  }
  co_return failed ? reading::broken : reading::complete;
}

request incoming_requests::take() {
  auto& from = state_->parser->get();
  request made;
  made.method = std::string(from.method_string());
  made.target = std::string(from.target());
  made.headers = state_->headers();
  made.body = std::move(from.body());
  return made;
}

struct incoming_answer::state : message<false> {
  using message::message;
};

incoming_answer::incoming_answer(byte_stream& from, std::optional<std::uint64_t> largest)
    : state_(std::make_unique<state>(from)) {
  state_->parser->body_limit(largest ? boost::optional<std::uint64_t>(*largest) : boost::none);
}
incoming_answer::~incoming_answer() = default;

asio::awaitable<bouts::status> incoming_answer::read_head() {
  const auto failed = co_await state_->read(part::head);
  co_return status_of(failed);
}

asio::awaitable<bouts::status> incoming_answer::read_body() {
  const auto failed = co_await state_->read(part::whole);
  co_return status_of(failed);
}

asio::awaitable<bouts::status> incoming_answer::read_piece() {
  const auto failed = co_await state_->read_piece();
  co_return status_of(failed);
}

bool incoming_answer::has_begun() const {
  return state_->parser->got_some();
}

bool incoming_answer::is_complete() const {
  return state_->parser->is_done();
}

int incoming_answer::status() const {
  return static_cast<int>(state_->parser->get().result_int());
}

std::vector<header> incoming_answer::headers() const {
  return state_->headers();
}

std::string incoming_answer::take_body() {
  return std::exchange(state_->parser->get().body(), {});
}

bouts::error failure(const error_code& why) {
  const auto failed = [](errc kind, std::string sentence) {
    return bouts::fail(kind, std::move(sentence)).error();
  };
  if (why == asio::error::timed_out) {
    return failed(errc::timed_out, "no answer came in time");
  }
  if (why == asio::error::operation_aborted) {
    return failed(errc::cancelled, "the exchange was stopped");
  }
  if (why == http::error::end_of_stream) {
    return failed(errc::network, "the connection was closed without an answer");
  }
  if (why == http::error::partial_message) {
    return failed(errc::network, "the connection broke before the answer was complete");
  }
  const bool not_http = why.category() == http::make_error_code(http::error::bad_version).category();
  return failed(not_http ? errc::bad_answer : errc::network, "no answer: " + why.message());
}

}  // namespace arena::httpd
