// What a scripted server does with one request: a list of steps, and the usual lists ready made.
#pragma once

#include "aio/event.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace test_support {

using headers = std::vector<std::pair<std::string, std::string>>;

namespace step {
struct send {
  std::string bytes;
};
struct pause {
  std::chrono::milliseconds length;
};
// Until the test opens the gate.
struct wait {
  std::shared_ptr<aio::event> gate;
};
// Nothing, until the client goes away.
struct silence {};
// Ends the connection: everything that was sent arrives.
struct close {};
// Answers 200 to CONNECT and passes bytes on between the client and the host that it named, until one of them
// ends.
struct tunnel {};
}  // namespace step

struct reply {
  using one_step =
      std::variant<step::send, step::pause, step::wait, step::silence, step::close, step::tunnel>;
  std::vector<one_step> steps;

  // A whole answer with Content-Length (none with 204). The connection stays open.
  static reply with(int status, std::string body = {}, const headers& more = {});
  static reply json(int status, std::string body, headers more = {});
  static reply chunked(const std::vector<std::string>& pieces);
  // Exactly these bytes.
  static reply raw(std::string bytes);
  static reply silence();
  static reply hang_up();
  static reply tunnel();

  // The same, changed:
  reply then_close() &&;
  // Only so many bytes of the answer, then the connection ends. REQUIRES an answer of one piece.
  reply cut_after(std::size_t bytes) &&;
  // Piece by piece, with a pause before each but the first. REQUIRES an answer of one piece.
  reply in_pieces(std::size_t bytes, std::chrono::milliseconds pause) &&;
  // Only when the gate is open.
  reply behind(std::shared_ptr<aio::event> gate) &&;
};

}  // namespace test_support
