// One request over a Unix socket, and its answer: what commands of the shell speak with.
#pragma once

#include "core/base/error.hpp"
#include "httpd/message.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace arena::httpd {

struct reply {
  int status = 0;
  std::string content_type;
  std::string body;
};

// Gets the body of a 2xx answer as it comes, in place of `reply::body`; false ends the exchange.
using piece_handler = std::function<bool(std::string_view)>;

// Blocks until the answer is there. `patience` is for connection, request and the head of the answer, and
// without `on_piece` for its body too: errc::timed_out. errc::network with a sentence when nobody listens at
// `socket`, or not to us, or the connection broke; errc::bad_answer when what came is not HTTP.
bouts::result<reply> ask(const std::string& socket, request what, std::chrono::milliseconds patience,
                         piece_handler on_piece = {});

}  // namespace arena::httpd
