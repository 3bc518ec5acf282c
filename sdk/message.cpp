#include "sdk/message.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <optional>

namespace bouts {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

// Far beyond what any arena or gateway sends (nginx and Node allow 8 to 16 KiB).
constexpr std::uint32_t max_head_bytes = 64 * 1024;
// Interim answers before the real one; more of them is not HTTP as anybody speaks it.
constexpr int max_interim_answers = 8;

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::strchr("!#$%&'*+-.^_`|~", c) != nullptr;
  });
}

bool is_field_value(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_target(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

status check(const http_request& request, std::string_view target) {
  if (!is_token(request.method) || !is_target(target)) {
    return fail(errc::invalid, "the request's method or target is not usable in HTTP");
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) {
      return fail(errc::invalid, "a header's name is not usable in HTTP");
    }
    if (!is_field_value(value)) {
      return fail(errc::invalid,
                  "the value of the header " + name + " has a line break or control character in it");
    }
  }
  return {};
}

}  // namespace

result<std::string> write_request(const http_request& request, std::string_view target, std::string_view host,
                                  std::string_view user_agent) {
  if (auto checked = check(request, target); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  std::string bytes;
  const auto line = [&bytes](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) {
      bytes += part;
    }
    bytes += "\r\n";
  };
  line({request.method, " ", target, " HTTP/1.1"});
  line({"Host: ", host});
  line({"User-Agent: ", user_agent});
  for (const auto& [name, value] : request.headers) {
    line({name, ": ", value});
  }
  // A method that usually has a body says so when it has none (RFC 9110 §8.6).
  if (!request.body.empty() || (request.method != "GET" && request.method != "CONNECT")) {
    line({"Content-Length: ", std::to_string(request.body.size())});
  }
  line({});
  bytes += request.body;
  return bytes;
}

struct answer_parser::state {
  using parser_type = http::response_parser<http::string_body>;

  std::size_t max_body_bytes;
  body expected;
  std::optional<parser_type> parser;
  beast::flat_buffer buffer;
  int interim = 0;
  bool untouched = true;
  bool begun = false;          // the parser has taken the first line
  std::size_t head_bytes = 0;  // taken before the head was complete

  void start() {
    begun = false;
    head_bytes = 0;
    parser.emplace();
    parser->header_limit(max_head_bytes);
    parser->body_limit(max_body_bytes);
    parser->eager(true);
    parser->skip(expected == body::absent);
  }

  // Parses what the buffer holds; more is needed when it returns without done().
  status advance();
};

namespace {

error not_understood(const beast::error_code& cause, std::size_t max_body_bytes) {
  error made;
  if (cause == http::error::body_limit) {
    made.kind = errc::too_large;
    made.message = "the answer is larger than " + std::to_string(max_body_bytes) + " bytes";
  } else if (cause == http::error::header_limit || cause == http::error::buffer_overflow) {
    made.kind = errc::too_large;
    made.message = "the head of the answer is larger than " + std::to_string(max_head_bytes) + " bytes";
  } else {
    made.kind = errc::bad_answer;
    made.message = "the answer is not HTTP (" + cause.message() + ")";
  }
  return made;
}

// Known from the first bytes: another protocol may never send the empty line that ends a head.
bool begins_like_http(std::string_view bytes) noexcept {
  constexpr std::string_view expected = "HTTP/1.";
  const std::size_t common = std::min(bytes.size(), expected.size());
  return bytes.substr(0, common) == expected.substr(0, common);
}

}  // namespace

status answer_parser::state::advance() {
  while (buffer.size() > 0 && !parser->is_done()) {
    const auto held = buffer.cdata();
    if (!begun && !begins_like_http({static_cast<const char*>(held.data()), held.size()})) {
      return std::unexpected(not_understood(http::error::bad_version, max_body_bytes));
    }
    beast::error_code failed;
    const std::size_t used = parser->put(held, failed);
    buffer.consume(used);
    begun = begun || used > 0;
    head_bytes += parser->is_header_done() ? 0 : used;
    if (failed && failed != http::error::need_more) {
      return std::unexpected(not_understood(failed, max_body_bytes));
    }
    if (parser->is_done() && parser->get().result_int() / 100 == 1) {
      if (++interim > max_interim_answers) {
        return fail(errc::bad_answer, "the answer has too many interim answers before it");
      }
      start();
      continue;
    }
    if (used == 0 || failed) {
      break;
    }
  }
  // The parser's own limit is for one line of a head, and for what it leaves in the buffer (a started line, a
  // started chunk's head) there is none.
  if (!parser->is_done() && head_bytes + buffer.size() > max_head_bytes) {
    return std::unexpected(not_understood(http::error::header_limit, max_body_bytes));
  }
  return {};
}

answer_parser::answer_parser(std::size_t max_body_bytes, body expected) : state_(std::make_unique<state>()) {
  state_->max_body_bytes = max_body_bytes;
  state_->expected = expected;
  state_->start();
}

answer_parser::~answer_parser() = default;

status answer_parser::feed(std::string_view bytes) {
  if (bytes.empty()) {
    return {};
  }
  state_->untouched = false;
  asio::buffer_copy(state_->buffer.prepare(bytes.size()), asio::buffer(bytes));
  state_->buffer.commit(bytes.size());
  return state_->advance();
}

status answer_parser::finish() {
  if (state_->untouched) {
    return fail(errc::network, "the connection was closed without an answer");
  }
  beast::error_code failed = http::error::partial_message;
  if (state_->parser->got_some()) {
    failed = {};
    state_->parser->put_eof(failed);
  }
  if (failed || !done()) {
    return fail(errc::network, "the connection was closed in the middle of an answer");
  }
  return {};
}

bool answer_parser::untouched() const noexcept {
  return state_->untouched;
}

bool answer_parser::done() const noexcept {
  return state_->parser->is_done();
}

bool answer_parser::has_excess() const noexcept {
  return state_->buffer.size() > 0;
}

bool answer_parser::leaves_connection_usable() const {
  return state_->parser->keep_alive() && !state_->parser->need_eof() && !has_excess();
}

http_response answer_parser::take() {
  auto message = state_->parser->release();
  http_response made;
  made.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    made.headers.emplace_back(field.name_string(), field.value());
  }
  made.body = std::move(message.body());
  return made;
}

}  // namespace bouts
