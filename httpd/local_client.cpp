#include "httpd/local_client.hpp"

#include "httpd/asking.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/http/error.hpp>

#include <sys/un.h>

#include <exception>
#include <optional>
#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using bouts::errc;

namespace {

constexpr std::uint64_t largest_answer = 64'000'000;
constexpr int first_success = 200;
constexpr int first_not_success = 300;

std::unexpected<bouts::error> failure(const boost::system::error_code& why) {
  const errc kind = kind_of(why);
  if (kind == errc::timed_out) {
    return bouts::fail(kind, "no answer came in time");
  }
  if (why == http::error::end_of_stream) {
    return bouts::fail(kind,
                       "the connection was closed without an answer; it is for root and its owner alone");
  }
  if (why == http::error::partial_message) {
    return bouts::fail(kind, "the connection broke before the answer was complete");
  }
  return bouts::fail(kind, why.message());
}

asio::awaitable<bouts::result<reply>> exchange(std::string path, request what,
                                               std::chrono::milliseconds patience, piece_handler on_piece) {
  const auto executor = co_await asio::this_coro::executor;
  byte_stream stream(executor);
  stream.expires_after(patience);
  const byte_stream::endpoint where{asio::local::stream_protocol::endpoint(path)};
  const auto refused = co_await stream.connect(where);
  if (refused) {
    co_return failure(refused);
  }
  asking one(stream, on_piece ? std::nullopt : std::optional<std::uint64_t>(largest_answer));
  const auto no_head = co_await one.ask(std::move(what), "localhost");
  if (no_head) {
    co_return failure(no_head);
  }
  const int status = static_cast<int>(one.answer().result_int());
  boost::system::error_code broke;
  if (on_piece && status >= first_success && status < first_not_success) {
    stream.expires_never();
    broke = co_await one.pass_on(std::move(on_piece));
  } else {
    broke = co_await one.read_body();
  }
  if (broke) {
    co_return failure(broke);
  }
  reply made;
  made.status = status;
  made.content_type = std::string(one.answer()[http::field::content_type]);
  made.body = std::move(one.answer().body());
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
