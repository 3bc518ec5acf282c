#include "sdk/proxy.hpp"

#include "sdk/message.hpp"

#include <array>

namespace bouts {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_piece_bytes = 4096;

error refusal(const http_response& answer, const std::string& proxy, const std::string& target) {
  const std::string hint = answer.status == 407 ? " (it asks for a user and password)" : "";
  error made;
  made.kind = errc::network;
  made.message =
      proxy + " refused to connect to " + target + ": HTTP " + std::to_string(answer.status) + hint;
  return made;
}

}  // namespace

asio::awaitable<status> open_tunnel(connection& link, proxy_address proxy, origin target,
                                    std::string user_agent, deadline until) {
  http_request request{.method = "CONNECT", .target = target.authority(), .headers = {}, .body = {}};
  if (!proxy.authorization.empty()) {
    request.headers.emplace_back("Proxy-Authorization", std::string(proxy.authorization.reveal()));
  }
  const auto bytes = write_request(request, request.target, target.authority(), user_agent);
  if (!bytes) {
    co_return std::unexpected(bytes.error());
  }
  const status sent = co_await link.write(*bytes, until);
  if (!sent) {
    co_return sent;
  }
  answer_parser parser(0, answer_parser::body::absent);
  std::array<char, read_piece_bytes> piece;
  while (!parser.done()) {
    const auto count = co_await link.read_some(asio::buffer(piece), until);
    if (!count) {
      co_return std::unexpected(count.error());
    }
    status taken = *count == 0 ? parser.finish() : parser.feed({piece.data(), *count});
    if (!taken) {
      taken.error().message = link.peer() + ": " + taken.error().message;
      co_return taken;
    }
  }
  // What stands behind the head would be the target's first words, but a TLS server speaks second.
  const bool excess = parser.has_excess();
  const http_response answer = parser.take();
  if (answer.status / 100 != 2) {
    co_return std::unexpected(refusal(answer, link.peer(), target.authority()));
  }
  if (excess) {
    co_return fail(errc::bad_answer, link.peer() + ": the answer to CONNECT has a body");
  }
  co_return status{};
}

}  // namespace bouts
