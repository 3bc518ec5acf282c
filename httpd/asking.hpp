// One request to a server on this machine, and its answer, over a connection of its own: what the clients of
// such servers have in common.
#pragma once

#include "core/base/error.hpp"
#include "httpd/incoming.hpp"
#include "httpd/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace arena::httpd {

// Its operations fail as failure() says, each of them, and come one after the other.
class asking {
 public:
  // `patience` is for all operations together, up to pass_on(). `largest`: of the answer's body, in bytes.
  asking(const boost::asio::any_io_executor& executor, std::chrono::milliseconds patience,
         std::optional<std::uint64_t> largest);

  // With TLS when there is a context, which must outlive this object; nobody's certificate is checked by it.
  boost::asio::awaitable<bouts::status> connect(byte_stream::endpoint where,
                                                boost::asio::ssl::context* tls = nullptr);
  // Sends the request and reads the head of the answer, which counts also when the request could not be sent
  // to its end: a server that refuses a body answers before it has read it.
  boost::asio::awaitable<bouts::status> ask(request what, std::string host);
  // Then one of these: the whole body, or piece by piece until `on_piece` says false, for as long as it
  // takes.
  boost::asio::awaitable<bouts::status> read_body();
  boost::asio::awaitable<bouts::status> pass_on(std::function<bool(std::string_view)> on_piece);

  incoming_answer& answer() noexcept { return answer_; }

 private:
  byte_stream stream_;
  incoming_answer answer_;
};

}  // namespace arena::httpd
