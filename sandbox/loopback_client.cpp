#include "sandbox/loopback_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <optional>

namespace arena::sandbox {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using reply_or_error = bouts::result<client_reply>;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t largest_answer = 256'000'000;  // every entry of a full sandbox with its content

std::unexpected<bouts::error> failure(const boost::system::error_code& why) {
  if (why == beast::error::timeout) {
    return bouts::fail(bouts::errc::timed_out, "no answer came in time");
  }
  if (why == asio::error::operation_aborted) {
    return bouts::fail(bouts::errc::cancelled, "the exchange was stopped");
  }
  const bool not_http = why.category() == http::make_error_code(http::error::bad_version).category() &&
                        why != http::error::end_of_stream && why != http::error::partial_message;
  return bouts::fail(not_http ? bouts::errc::bad_answer : bouts::errc::network,
                     "no answer: " + why.message());
}

client_reply reply_of(http::response<http::string_body> from) {
  client_reply made;
  made.status = static_cast<int>(from.result_int());
  for (const auto& field : from) {
    made.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  made.body = std::move(from.body());
  return made;
}

template <class Stream>
asio::awaitable<reply_or_error> ask(Stream& stream, client_request what, std::string host,
                                    wanted_reply wanted) {
  http::request<http::string_body> request{http::verb::get, what.target, 11};
  request.method_string(what.method);
  request.set(http::field::host, host);
  for (const http_header& one : what.headers) {
    request.set(one.name, one.value);
  }
  request.keep_alive(false);
  request.body() = std::move(what.body);
  request.prepare_payload();
  // A server that refuses a body answers before it has read all of it: the answer counts, not the failed
  // write.
  const auto [unsent, sent] = co_await http::async_write(stream, request, as_result);
  http::response_parser<http::string_body> parser;
  parser.body_limit(largest_answer);
  beast::flat_buffer buffer;
  const auto [no_head, head] = co_await http::async_read_header(stream, buffer, parser, as_result);
  if (no_head) {
    co_return failure(unsent ? unsent : no_head);
  }
  if (wanted == wanted_reply::whole) {
    const auto [cut, rest] = co_await http::async_read(stream, buffer, parser, as_result);
    if (cut) {
      co_return failure(cut);
    }
  }
  co_return reply_of(parser.release());
}

}  // namespace

std::string client_reply::header(std::string_view name) const {
  for (const http_header& one : headers) {
    if (beast::iequals({one.name.data(), one.name.size()}, {name.data(), name.size()})) {
      return one.value;
    }
  }
  return {};
}

asio::awaitable<reply_or_error> exchange_with(loopback_url to, client_request what,
                                              std::chrono::milliseconds timeout, wanted_reply wanted) {
  const auto executor = co_await asio::this_coro::executor;
  const tcp::endpoint where(asio::ip::make_address(to.address), to.port);
  beast::tcp_stream socket(executor);
  socket.expires_after(timeout);
  const auto [failed] = co_await socket.async_connect(where, as_result);
  if (failed) {
    co_return failure(failed);
  }
  if (!to.tls) {
    co_return co_await ask(socket, std::move(what), to.authority, wanted);
  }
  asio::ssl::context context(asio::ssl::context::tls_client);
  beast::ssl_stream<beast::tcp_stream> secured(std::move(socket), context);
  const auto [refused] = co_await secured.async_handshake(asio::ssl::stream_base::client, as_result);
  if (refused) {
    co_return failure(refused);
  }
  co_return co_await ask(secured, std::move(what), to.authority, wanted);
}

reply_or_error exchange(const std::string& base_url, client_request what, std::chrono::milliseconds timeout) {
  auto to = parse_loopback_url(base_url);
  if (!to) {
    return std::unexpected(std::move(to).error());
  }
  asio::io_context context(1);
  std::optional<reply_or_error> outcome;
  asio::co_spawn(context, exchange_with(*std::move(to), std::move(what), timeout),
                 [&](const std::exception_ptr& thrown, reply_or_error given) {
                   outcome = thrown ? bouts::fail(bouts::errc::network, "the exchange broke off")
                                    : std::move(given);
                 });
  context.run();
  return *std::move(outcome);
}

}  // namespace arena::sandbox
