#include "httpd/asking.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr unsigned http_1_1 = 11;

}  // namespace

asking::asking(byte_stream& over, std::optional<std::uint64_t> largest) : stream_(over) {
  parser_.body_limit(largest ? boost::optional<std::uint64_t>(*largest) : boost::none);
}

asio::awaitable<error_code> asking::ask(request what, std::string host) {
  http::request<http::string_body> out{http::verb::get, what.target, http_1_1};
  out.method_string(what.method);
  out.set(http::field::host, host);
  for (const header& one : what.headers) {
    out.set(one.name, one.value);
  }
  out.keep_alive(false);
  out.body() = std::move(what.body);
  out.prepare_payload();
  const std::string head = text_of(out);
  const auto unsent = co_await stream_.write(head, out.body());
  const auto failed = co_await read_head(stream_, message());
  co_return failed && unsent ? unsent : failed;
}

asio::awaitable<error_code> asking::read_body() {
  co_return co_await read_rest(stream_, message());
}

asio::awaitable<error_code> asking::pass_on(std::function<bool(std::string_view)> on_piece) {
  auto& body = parser_.get().body();
  while (!parser_.is_done()) {
    const auto failed = co_await read_piece(stream_, message());
    const std::string piece = std::exchange(body, {});
    const bool wanted = piece.empty() || on_piece(piece);
    if (failed || !wanted) {
      co_return failed;
    }
  }
  co_return error_code();
}

bouts::errc kind_of(const error_code& why) {
  if (why == beast::error::timeout) {
    return bouts::errc::timed_out;
  }
  if (why == asio::error::operation_aborted) {
    return bouts::errc::cancelled;
  }
  const bool not_http = why.category() == http::make_error_code(http::error::bad_version).category() &&
                        why != http::error::end_of_stream && why != http::error::partial_message;
  return not_http ? bouts::errc::bad_answer : bouts::errc::network;
}

}  // namespace arena::httpd
