// One request over a byte_stream, and its answer: what the clients of this machine's servers have in common.
#pragma once

#include "core/base/error.hpp"
#include "httpd/message.hpp"
#include "httpd/transfer.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace arena::httpd {

class asking {
 public:
  using error_code = boost::system::error_code;
  using answer_message = boost::beast::http::response<boost::beast::http::string_body>;

  // `over` is connected and must outlive this object. A body of more than `largest` bytes is an error of the parser.
  asking(byte_stream& over, std::optional<std::uint64_t> largest);

  // Sends `what`, after which the connection is to be closed, and reads the head of the answer. An answer counts
  // also when the request could not be sent to its end: a server that refuses a body answers before it has read it.
  boost::asio::awaitable<error_code> ask(request what, std::string host);
  // Then one of these: the whole body, into that of answer(); or piece by piece, until `on_piece` says false.
  boost::asio::awaitable<error_code> read_body();
  boost::asio::awaitable<error_code> pass_on(std::function<bool(std::string_view)> on_piece);

  answer_message& answer() { return parser_.get(); }

 private:
  incoming<false> message() { return {.held = held_, .parser = parser_}; }

  byte_stream& stream_;
  boost::beast::flat_buffer held_;
  boost::beast::http::response_parser<boost::beast::http::string_body> parser_;
};

// errc::timed_out, cancelled, bad_answer (what came is not HTTP) or network.
bouts::errc kind_of(const boost::system::error_code& why);

}  // namespace arena::httpd
