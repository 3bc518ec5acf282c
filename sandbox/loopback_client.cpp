#include "sandbox/loopback_client.hpp"

#include "httpd/asking.hpp"
#include "httpd/headers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <optional>

namespace arena::sandbox {

namespace asio = boost::asio;
using reply_or_error = bouts::result<client_reply>;

namespace {

constexpr std::uint64_t largest_answer = 256'000'000;  // every entry of a full sandbox with its content

}  // namespace

std::string client_reply::header(std::string_view name) const {
  return std::string(httpd::value_of(headers, name));
}

asio::awaitable<reply_or_error> exchange_with(loopback_url to, client_request what,
                                              std::chrono::milliseconds timeout, wanted_reply wanted) {
  const auto executor = co_await asio::this_coro::executor;
  std::optional<asio::ssl::context> tls;
  if (to.tls) {
    tls.emplace(asio::ssl::context::tls_client);
  }
  httpd::asking one(executor, timeout, largest_answer);
  const httpd::byte_stream::endpoint where{
      asio::ip::tcp::endpoint(asio::ip::make_address(to.address), to.port)};
  auto outcome = co_await one.connect(where, tls ? &*tls : nullptr);
  if (outcome) {
    outcome = co_await one.ask(std::move(what), to.authority);
  }
  if (outcome && wanted == wanted_reply::whole) {
    outcome = co_await one.read_body();
  }
  if (!outcome) {
    co_return std::unexpected(std::move(outcome).error());
  }
  client_reply made;
  made.status = one.answer().status();
  made.headers = one.answer().headers();
  made.body = one.answer().take_body();
  co_return made;
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
