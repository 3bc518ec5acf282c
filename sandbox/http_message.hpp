// A request and an answer as the routes see them: of the headers only what the arena reads.
#pragma once

#include "core/base/time.hpp"
#include "httpd/message.hpp"
#include "sandbox/refusal.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace arena::sandbox {

struct request {
  std::string method;
  std::string target;  // as it stands in the request line
  std::string body;
  std::string authorization;
  std::string api_key;
  std::string idempotency_key;
};

// How a fault has an answer sent. The headers always name the length that the body would have with all of its
// padding; where less is sent, the connection is closed in the middle.
struct transmission {
  std::size_t padding = 0;               // so many bytes follow the body
  std::optional<std::size_t> cut_after;  // bytes
  std::size_t piece = 0;                 // so many bytes at a time; 0: as many as go at once
  std::chrono::milliseconds pause{0};    // before each piece but the first
};

struct answer {
  int status = 200;
  std::string content_type;  // empty: no such header
  std::string body;
  std::vector<http_header> headers;
  // To be sent when that delivery has ended, with the body of answer_to_test() then.
  std::optional<long long> after_delivery;
  std::optional<transmission> sent_as;
};

using httpd::query_parameters;
using httpd::split_target;
using httpd::target_parts;

}  // namespace arena::sandbox
