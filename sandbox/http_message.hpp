// A request and an answer as the routes see them: without sockets, and without the HTTP library.
#pragma once

#include "core/base/time.hpp"
#include "sandbox/refusal.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

struct request {
  std::string method;
  std::string target;  // as it stands in the request line
  std::string body;
  // Of the headers only what the arena reads.
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

// The target taken apart. Nothing here fails: what cannot be decoded stays as it is.
struct target_parts {
  std::string path;   // not decoded: ids need no escapes
  std::string query;  // without "?"
};
target_parts split_target(std::string_view target);

// The decoded parameters; the first of several with one name counts, as in the arena.
std::map<std::string, std::string, std::less<>> query_parameters(std::string_view query);

}  // namespace arena::sandbox
