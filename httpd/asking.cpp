#include "httpd/asking.hpp"

#include <utility>

namespace arena::httpd {

namespace asio = boost::asio;

asking::asking(const asio::any_io_executor& executor, std::chrono::milliseconds patience,
               std::optional<std::uint64_t> largest)
    : stream_(executor), answer_(stream_, largest) {
  stream_.expires_after(patience);
}

asio::awaitable<bouts::status> asking::connect(byte_stream::endpoint where, asio::ssl::context* tls) {
  auto failed = co_await stream_.connect(where);
  if (!failed && tls != nullptr) {
    failed = co_await stream_.shake_hands(*tls, asio::ssl::stream_base::client);
  }
  if (failed) {
    co_return std::unexpected(failure(failed));
  }
  co_return bouts::status();
}

asio::awaitable<bouts::status> asking::ask(request what, std::string host) {
  const outgoing out = whole(std::move(what), host);
  const auto unsent = co_await stream_.write(out.head, out.body);
  auto outcome = co_await answer_.read_head();
  if (!outcome && unsent) {
    co_return std::unexpected(failure(unsent));
  }
  co_return outcome;
}

asio::awaitable<bouts::status> asking::read_body() {
  co_return co_await answer_.read_body();
}

asio::awaitable<bouts::status> asking::pass_on(std::function<bool(std::string_view)> on_piece) {
  stream_.expires_never();
  while (!answer_.is_complete()) {
    auto outcome = co_await answer_.read_piece();
    const std::string piece = answer_.take_body();
    const bool wanted = piece.empty() || on_piece(piece);
    if (!outcome || !wanted) {
      co_return outcome;
    }
  }
  co_return bouts::status();
}

}  // namespace arena::httpd
