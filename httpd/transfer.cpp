#include "httpd/transfer.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/read_size.hpp>
#include <boost/beast/http/error.hpp>

namespace arena::httpd {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t read_at_once = 65'536;  // bytes, at most

std::string version_of(unsigned version) {
  return "HTTP/" + std::to_string(version / 10) + "." + std::to_string(version % 10);
}

std::string with_fields(std::string first_line, const http::fields& fields) {
  std::string text = std::move(first_line);
  text += "\r\n";
  for (const auto& field : fields) {
    text += field.name_string();
    text += ": ";
    text += field.value();
    text += "\r\n";
  }
  text += "\r\n";
  return text;
}

// need_more: what is held has to become more first.
template <bool is_request>
error_code parse(incoming<is_request> into) {
  error_code failed;
  into.held.consume(into.parser.put(into.held.data(), failed));
  return failed;
}

template <bool is_request>
error_code end(incoming<is_request> into) {
  error_code failed = http::error::end_of_stream;
  if (into.parser.got_some()) {
    failed = {};
    into.parser.put_eof(failed);
  }
  return failed;
}

}  // namespace

template <bool is_request>
asio::awaitable<error_code> read_piece(byte_stream& from, incoming<is_request> into) {
  error_code failed = http::error::need_more;
  if (into.held.size() > 0) {
    failed = parse(into);
  }
  while (failed == http::error::need_more) {
    const auto room = into.held.prepare(beast::read_size(into.held, read_at_once));
    const auto got = co_await from.read_some(room);
    into.held.commit(got.count);
    if (got.failed == asio::error::eof) {
      co_return end(into);
    }
    failed = got.failed ? got.failed : parse(into);
  }
  co_return failed;
}

template <bool is_request>
asio::awaitable<error_code> read_head(byte_stream& from, incoming<is_request> into) {
  into.parser.eager(false);
  error_code failed;
  while (!failed && !into.parser.is_header_done()) {
    failed = co_await read_piece(from, into);
  }
  co_return failed;
}

template <bool is_request>
asio::awaitable<error_code> read_rest(byte_stream& from, incoming<is_request> into) {
  into.parser.eager(true);
  error_code failed;
  while (!failed && !into.parser.is_done()) {
    failed = co_await read_piece(from, into);
  }
  co_return failed;
}

template asio::awaitable<error_code> read_head(byte_stream& from, incoming<true> into);
template asio::awaitable<error_code> read_head(byte_stream& from, incoming<false> into);
template asio::awaitable<error_code> read_rest(byte_stream& from, incoming<true> into);
template asio::awaitable<error_code> read_rest(byte_stream& from, incoming<false> into);
template asio::awaitable<error_code> read_piece(byte_stream& from, incoming<false> into);

std::string text_of(const http::request_header<>& head) {
  const auto method = head.method_string();
  const auto target = head.target();
  return with_fields(std::string(method) + " " + std::string(target) + " " + version_of(head.version()), head);
}

std::string text_of(const http::response_header<>& head) {
  std::string first = version_of(head.version()) + " " + std::to_string(head.result_int()) + " ";
  first += head.reason();
  return with_fields(std::move(first), head);
}

}  // namespace arena::httpd
