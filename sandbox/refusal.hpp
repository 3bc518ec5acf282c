// Why the arena says no. The rules name the status, the code and the sentence; which of the two error shapes
// carries them (API.md: {"error":{…}} for resources, {"error":"text"} for the connector) is the route's
// business.
#pragma once

#include "httpd/message.hpp"

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace arena::sandbox {

using http_header = httpd::header;

struct refusal {
  int status = 500;
  std::string code;     // "NOT_FOUND"; not shown by the connector endpoints
  std::string message;  // a sentence; may echo what was sent, as the arena does
  std::vector<std::string> details;
  std::vector<http_header> headers;  // Retry-After, X-RateLimit-…
};

template <class T>
using answer_or_refusal = std::expected<T, refusal>;

inline std::unexpected<refusal> refuse(int status, std::string code, std::string message) {
  return std::unexpected(refusal{status, std::move(code), std::move(message), {}, {}});
}
inline std::unexpected<refusal> refuse_not_found(std::string message) {
  return refuse(404, "NOT_FOUND", std::move(message));
}
inline std::unexpected<refusal> refuse_invalid(std::string message, std::vector<std::string> details = {}) {
  return std::unexpected(refusal{400, "VALIDATION_ERROR", std::move(message), std::move(details), {}});
}
// For a U+0000, which the service's database cannot keep.
inline std::unexpected<refusal> refuse_by_database() {
  return refuse(500, "DB_ERROR", "Database error");
}

}  // namespace arena::sandbox
