// Requests and answers as they come in over a byte_stream. Beast parses them; it is fed by hand, because its
// own operations take the compiler a minute for each kind of stream.
#pragma once

#include "core/base/error.hpp"
#include "httpd/byte_stream.hpp"
#include "httpd/message.hpp"
#include "httpd/outgoing.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace arena::httpd {

// How far reading a message came.
enum class reading : std::uint8_t {
  complete,
  too_large,  // its body
  broken,     // the connection ended, or what came is not HTTP
};

// The requests of one connection. What came behind one is kept for the next.
class incoming_requests {
 public:
  // `from` must outlive this object.
  explicit incoming_requests(byte_stream& from);
  ~incoming_requests();
  incoming_requests(const incoming_requests&) = delete;
  incoming_requests& operator=(const incoming_requests&) = delete;

  // The next request's line and headers, of about `header_bytes` at most. Never too_large.
  boost::asio::awaitable<reading> read_head(std::uint32_t header_bytes);
  // REQUIRES a head: as it names them.
  std::optional<std::uint64_t> length() const;
  bool expects_continue() const;
  asked manner() const;
  // The rest of it. A length that the head names is not compared with `body_bytes`.
  boost::asio::awaitable<reading> read_body(std::size_t body_bytes);
  // With as much of the body as was read. Once for each request.
  request take();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// The one answer of a connection.
class incoming_answer {
 public:
  // `from` must outlive this object. A body of more than `largest` bytes is a failure.
  incoming_answer(byte_stream& from, std::optional<std::uint64_t> largest);
  ~incoming_answer();
  incoming_answer(const incoming_answer&) = delete;
  incoming_answer& operator=(const incoming_answer&) = delete;

  // These fail as failure() says.
  boost::asio::awaitable<bouts::status> read_head();
  boost::asio::awaitable<bouts::status> read_body();   // to its end
  boost::asio::awaitable<bouts::status> read_piece();  // what is there of it; perhaps nothing
  bool has_begun() const;
  bool is_complete() const;

  // REQUIRE a head.
  int status() const;
  std::vector<header> headers() const;
  std::string take_body();  // what was read since the last call

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// Why there is no answer, with a sentence: errc::timed_out, cancelled, bad_answer (it is not HTTP) or
// network.
bouts::error failure(const boost::system::error_code& why);

}  // namespace arena::httpd
