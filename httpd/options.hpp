// How a server treats its clients: what it takes, how long it waits, whom it answers.
#pragma once

#include "httpd/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace arena::httpd {

struct bounds {
  std::uint32_t header_bytes = 64'000;
  std::size_t body_bytes = 1'000'000;
  std::size_t connections = 1'000;  // at once; further ones are closed at once

  std::chrono::milliseconds idle{75'000};     // a connection without a request
  std::chrono::milliseconds request{30'000};  // a request, from its header to its end; a TLS handshake
  std::chrono::milliseconds answer{30'000};   // an answer, and each piece of one that is streamed
  // After a body was refused unread, how long and how much of it is read and thrown away, so that the answer
  // arrives before the connection is reset.
  std::chrono::milliseconds linger{2'000};
  std::size_t linger_bytes = 64'000'000;
};

struct serving {
  handler handle;
  // The answer to a body above `bounds.body_bytes`, which was not read; the request is without it. Empty: a
  // bare 413.
  std::function<answer(const request&)> too_large;
  std::string name;  // the Server header
  bounds limits;
};

}  // namespace arena::httpd
