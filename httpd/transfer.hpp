// HTTP messages over a byte_stream: Beast's parser and fields, without its streams, which take long to compile.
#pragma once

#include "httpd/byte_stream.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/message.hpp>

#include <string>

namespace arena::httpd {

// One message being read. Both must outlive the calls below. What came behind the message stays in `held`, for the
// next one on this connection.
template <bool is_request>
struct incoming {
  boost::beast::flat_buffer& held;
  boost::beast::http::basic_parser<is_request>& parser;
};

// Each comes back with the first error of the connection or of the parser: end_of_stream when the connection was
// closed before the first byte, partial_message when it was in the middle.
//
// Until the head is complete, and nothing of the body is parsed.
template <bool is_request>
boost::asio::awaitable<boost::system::error_code> read_head(byte_stream& from, incoming<is_request> into);
// Until the message is complete.
template <bool is_request>
boost::asio::awaitable<boost::system::error_code> read_rest(byte_stream& from, incoming<is_request> into);
// What is there of the body, at least one step of the parser; the parser knows whether it was the last.
template <bool is_request>
boost::asio::awaitable<boost::system::error_code> read_piece(byte_stream& from, incoming<is_request> into);

// First line, fields and the empty line behind them, as they go over the wire.
std::string text_of(const boost::beast::http::request_header<>& head);
std::string text_of(const boost::beast::http::response_header<>& head);

}  // namespace arena::httpd
