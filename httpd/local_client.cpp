#include "httpd/local_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <sys/un.h>

#include <exception>
#include <optional>
#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using bouts::errc;
using stream_protocol = asio::local::stream_protocol;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t largest_answer = 64'000'000;
constexpr unsigned http_1_1 = 11;
constexpr int first_success = 200;
constexpr int first_not_success = 300;

class exchange {
 public:
  exchange(const asio::any_io_executor& executor, piece_handler on_piece)
      : stream_(executor), on_piece_(std::move(on_piece)) {}

  asio::awaitable<bouts::result<reply>> run(std::string path, request what,
                                            std::chrono::milliseconds patience);

 private:
  using parser = http::response_parser<http::string_body>;

  asio::awaitable<boost::system::error_code> send(request what);
  asio::awaitable<boost::system::error_code> pass_on(parser& from);
  std::unexpected<bouts::error> failure(const boost::system::error_code& why) const;

  beast::basic_stream<stream_protocol> stream_;
  beast::flat_buffer buffer_;
  piece_handler on_piece_;
};

std::unexpected<bouts::error> exchange::failure(const boost::system::error_code& why) const {
  if (why == beast::error::timeout) {
    return bouts::fail(errc::timed_out, "no answer came in time");
  }
  if (why == http::error::end_of_stream) {
    return bouts::fail(errc::network,
                       "the connection was closed without an answer; it is for root and its owner alone");
  }
  if (why == http::error::partial_message) {
    return bouts::fail(errc::network, "the connection broke before the answer was complete");
  }
  const bool not_http = why.category() == http::make_error_code(http::error::bad_version).category();
  return bouts::fail(not_http ? errc::bad_answer : errc::network, why.message());
}

asio::awaitable<boost::system::error_code> exchange::send(request what) {
  http::request<http::string_body> out{http::verb::get, what.target, http_1_1};
  out.method_string(what.method);
  out.set(http::field::host, "localhost");
  for (const header& one : what.headers) {
    out.set(one.name, one.value);
  }
  out.keep_alive(false);
  out.body() = std::move(what.body);
  out.prepare_payload();
  const auto [failed, size] = co_await http::async_write(stream_, out, as_result);
  co_return failed;
}

asio::awaitable<boost::system::error_code> exchange::pass_on(parser& from) {
  stream_.expires_never();
  auto& body = from.get().body();
  while (!from.is_done()) {
    const auto [failed, size] = co_await http::async_read_some(stream_, buffer_, from, as_result);
    const std::string piece = std::exchange(body, {});
    const bool wanted = piece.empty() || on_piece_(piece);
    if (failed || !wanted) {
      co_return failed;
    }
  }
  co_return boost::system::error_code();
}

asio::awaitable<bouts::result<reply>> exchange::run(std::string path, request what,
                                                    std::chrono::milliseconds patience) {
  stream_.expires_after(patience);
  const stream_protocol::endpoint where(path);
  const auto [refused] = co_await stream_.async_connect(where, as_result);
  if (refused) {
    co_return failure(refused);
  }
  const auto unsent = co_await send(std::move(what));
  parser in;
  in.eager(true);
  in.body_limit(on_piece_ ? boost::none : boost::optional<std::uint64_t>(largest_answer));
  const auto [failed, size] = co_await http::async_read_header(stream_, buffer_, in, as_result);
  if (failed) {
    co_return failure(unsent ? unsent : failed);
  }
  const int status = static_cast<int>(in.get().result_int());
  boost::system::error_code broke;
  if (on_piece_ && status >= first_success && status < first_not_success) {
    broke = co_await pass_on(in);
  } else {
    const auto [cut, rest] = co_await http::async_read(stream_, buffer_, in, as_result);
    broke = cut;
  }
  if (broke) {
    co_return failure(broke);
  }
  reply made;
  made.status = status;
  made.content_type = std::string(in.get()[http::field::content_type]);
  made.body = std::move(in.get().body());
  co_return made;
}

}  // namespace

bouts::result<reply> ask(const std::string& socket, request what, std::chrono::milliseconds patience,
                         piece_handler on_piece) {
  if (socket.empty() || socket.size() >= sizeof(sockaddr_un::sun_path)) {
    return bouts::fail(errc::network, "this cannot be the path of a socket");
  }
  asio::io_context context(1);
  exchange one(context.get_executor(), std::move(on_piece));
  std::optional<bouts::result<reply>> outcome;
  asio::co_spawn(context, one.run(socket, std::move(what), patience),
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
