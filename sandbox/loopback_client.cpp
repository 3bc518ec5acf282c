#include "sandbox/loopback_client.hpp"

#include "httpd/asking.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/string.hpp>

#include <optional>

namespace arena::sandbox {

namespace asio = boost::asio;
namespace beast = boost::beast;
using reply_or_error = bouts::result<client_reply>;

namespace {

constexpr std::uint64_t largest_answer = 256'000'000;  // every entry of a full sandbox with its content

std::unexpected<bouts::error> failure(const boost::system::error_code& why) {
  switch (const auto kind = httpd::kind_of(why)) {
    case bouts::errc::timed_out:
      return bouts::fail(kind, "no answer came in time");
    case bouts::errc::cancelled:
      return bouts::fail(kind, "the exchange was stopped");
    default:
      return bouts::fail(kind, "no answer: " + why.message());
  }
}

client_reply reply_of(httpd::asking::answer_message& from) {
  client_reply made;
  made.status = static_cast<int>(from.result_int());
  for (const auto& field : from) {
    made.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  made.body = std::move(from.body());
  return made;
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
  std::optional<asio::ssl::context> context;
  httpd::byte_stream stream(executor);
  stream.expires_after(timeout);
  const httpd::byte_stream::endpoint where{
      asio::ip::tcp::endpoint(asio::ip::make_address(to.address), to.port)};
  auto failed = co_await stream.connect(where);
  if (!failed && to.tls) {
    context.emplace(asio::ssl::context::tls_client);
    failed = co_await stream.shake_hands(*context, asio::ssl::stream_base::client);
  }
  if (failed) {
    co_return failure(failed);
  }
  httpd::asking one(stream, largest_answer);
  failed = co_await one.ask(std::move(what), to.authority);
  if (!failed && wanted == wanted_reply::whole) {
    failed = co_await one.read_body();
  }
  if (failed) {
    co_return failure(failed);
  }
  co_return reply_of(one.answer());
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
