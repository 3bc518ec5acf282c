#include "httpd/local_client.hpp"

#include "httpd/asking.hpp"
#include "httpd/headers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <sys/un.h>

#include <exception>
#include <optional>
#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
using bouts::errc;

namespace {

constexpr std::uint64_t largest_answer = 64'000'000;
constexpr int first_success = 200;
constexpr int first_not_success = 300;

asio::awaitable<bouts::result<reply>> exchange(std::string path, request what,
                                               std::chrono::milliseconds patience, piece_handler on_piece) {
  const auto executor = co_await asio::this_coro::executor;
  asking one(executor, patience, on_piece ? std::nullopt : std::optional<std::uint64_t>(largest_answer));
  const byte_stream::endpoint where{asio::local::stream_protocol::endpoint(path)};
  auto outcome = co_await one.connect(where);
  if (!outcome) {
    co_return std::unexpected(std::move(outcome).error());
  }
  outcome = co_await one.ask(std::move(what), "localhost");
  if (!outcome) {
    if (outcome.error().kind == errc::network && !one.answer().has_begun()) {
      outcome.error().message += "; it is for root and its owner alone";
    }
    co_return std::unexpected(std::move(outcome).error());
  }
  const int status = one.answer().status();
  if (on_piece && status >= first_success && status < first_not_success) {
    outcome = co_await one.pass_on(std::move(on_piece));
  } else {
    outcome = co_await one.read_body();
  }
  if (!outcome) {
    co_return std::unexpected(std::move(outcome).error());
  }
  reply made;
  made.status = status;
  const auto headers = one.answer().headers();
  made.content_type = std::string(value_of(headers, "Content-Type"));
  made.body = one.answer().take_body();
  co_return made;
}

}  // namespace

bouts::result<reply> ask(const std::string& socket, request what, std::chrono::milliseconds patience,
                         piece_handler on_piece) {
  if (socket.empty() || socket.size() >= sizeof(sockaddr_un::sun_path)) {
    return bouts::fail(errc::network, "this cannot be the path of a socket");
  }
  asio::io_context context(1);
  std::optional<bouts::result<reply>> outcome;
  asio::co_spawn(context, exchange(socket, std::move(what), patience, std::move(on_piece)),
                 [&](const std::exception_ptr& thrown, bouts::result<reply> given) {
                   if (thrown) {
                     std::rethrow_exception(thrown);
                   }
                   outcome = std::move(given);
                 });
  context.run();
  return *std::move(outcome);
}

}  // namespace arena::httpd
