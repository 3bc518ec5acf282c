// HTTP/1.1 messages as bytes: writing a request, reading an answer. No sockets here.
#pragma once

#include "core/base/error.hpp"
#include "sdk/transport.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace bouts {

// Head and body, ready for the wire. `target` stands in the request line as it is (a path, or a whole URL for
// a proxy). errc::invalid when method, target or a header has a line break or another control character in
// it: a key that was read with its line feed must not become two headers. The message names the header, never
// its value.
result<std::string> write_request(const http_request& request, std::string_view target, std::string_view host,
                                  std::string_view user_agent);

// Reads one answer from pieces of a stream. Interim answers (1xx) are passed over.
class answer_parser {
 public:
  enum class body {
    read,
    absent,  // the answer to CONNECT: what follows the head is the tunnel
  };

  answer_parser(std::size_t max_body_bytes, body expected);
  ~answer_parser();
  answer_parser(const answer_parser&) = delete;
  answer_parser& operator=(const answer_parser&) = delete;

  // More bytes of the stream. errc::bad_answer when they are not HTTP, too_large beyond the limits (head or
  // body).
  status feed(std::string_view bytes);
  // The stream has ended. errc::network when the answer is not complete.
  status finish();

  // Nothing has come yet, not even an interim answer.
  bool untouched() const noexcept;
  bool done() const noexcept;
  // REQUIRES done(). Bytes came behind the answer.
  bool has_excess() const noexcept;
  // REQUIRES done(). The connection may be used again: the answer says so, and nothing came behind it.
  bool leaves_connection_usable() const;
  // REQUIRES done(). Once.
  http_response take();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace bouts
