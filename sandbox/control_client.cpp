#include "sandbox/control_client.hpp"

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
#include <boost/url/parse.hpp>

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

struct destination {
  bool tls = false;
  tcp::endpoint where;
  std::string host;
};

bouts::result<destination> find_destination(const std::string& base_url) {
  const auto parsed = boost::urls::parse_uri(base_url);
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https")) {
    return bouts::fail(bouts::errc::bad_url, "not a URL like http://127.0.0.1:8080");
  }
  const std::string host(parsed->host());
  if (host != "127.0.0.1" && host != "localhost") {
    return bouts::fail(bouts::errc::bad_url,
                       "the sandbox is only to be had on this machine: 127.0.0.1 or localhost");
  }
  const bool tls = parsed->scheme() == "https";
  const unsigned short usual_port = tls ? 443 : 80;
  const auto port = parsed->has_port() ? parsed->port_number() : usual_port;
  return destination{tls, {asio::ip::address_v4::loopback(), port}, host};
}

reply_or_error network_error(const boost::system::error_code& why) {
  return bouts::fail(bouts::errc::network, "no answer from the arena: " + why.message());
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
asio::awaitable<reply_or_error> ask(Stream& stream, client_request what, std::string host) {
  http::request<http::string_body> request{http::verb::get, what.target, 11};
  request.method_string(what.method);
  request.set(http::field::host, host);
  for (const http_header& one : what.headers) {
    request.set(one.name, one.value);
  }
  request.keep_alive(false);
  request.body() = std::move(what.body);
  request.prepare_payload();
  // An arena that refuses a body answers before it has read all of it: the answer counts, not the failed
  // write.
  const auto [unsent, sent] = co_await http::async_write(stream, request, as_result);
  http::response_parser<http::string_body> parser;
  parser.body_limit(largest_answer);
  beast::flat_buffer buffer;
  const auto [failed, size] = co_await http::async_read(stream, buffer, parser, as_result);
  if (failed) {
    co_return network_error(unsent ? unsent : failed);
  }
  co_return reply_of(parser.release());
}

asio::awaitable<reply_or_error> connect_and_ask(destination to, client_request what) {
  const auto executor = co_await asio::this_coro::executor;
  beast::tcp_stream socket(executor);
  const auto [failed] = co_await socket.async_connect(to.where, as_result);
  if (failed) {
    co_return network_error(failed);
  }
  if (!to.tls) {
    co_return co_await ask(socket, std::move(what), to.host);
  }
  asio::ssl::context context(asio::ssl::context::tls_client);
  beast::ssl_stream<beast::tcp_stream> secured(std::move(socket), context);
  const auto [refused] = co_await secured.async_handshake(asio::ssl::stream_base::client, as_result);
  if (refused) {
    co_return network_error(refused);
  }
  co_return co_await ask(secured, std::move(what), to.host);
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

reply_or_error exchange(const std::string& base_url, client_request what, std::chrono::milliseconds timeout) {
  auto to = find_destination(base_url);
  if (!to) {
    return std::unexpected(std::move(to).error());
  }
  asio::io_context context(1);
  std::optional<reply_or_error> outcome;
  asio::co_spawn(context, connect_and_ask(*std::move(to), std::move(what)),
                 [&](const std::exception_ptr& thrown, reply_or_error given) {
                   outcome = thrown ? bouts::fail(bouts::errc::network, "the exchange broke off")
                                    : std::move(given);
                 });
  context.run_for(timeout);
  if (!outcome) {
    return bouts::fail(bouts::errc::timed_out, "the arena did not answer in time");
  }
  return *std::move(outcome);
}

}  // namespace arena::sandbox
