// A request and an answer as the routes see them: of the headers only what the arena reads.
#pragma once

#include "core/base/time.hpp"
#include "httpd/message.hpp"
#include "sandbox/refusal.hpp"

#include <chrono>
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

struct answer {
  int status = 200;
  std::string content_type;  // empty: no such header
  std::string body;
  std::vector<http_header> headers;
};

using httpd::query_parameters;
using httpd::split_target;
using httpd::target_parts;

}  // namespace arena::sandbox
