// The one error vocabulary. Expected failures travel as values of `result<T>`; what cannot happen crashes.
//
// An `error` is made for a person to read: `message` is a whole sentence without a secret in it. Code that
// must decide looks at `kind` (and `status` for an answer of the arena), never at the text.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bouts {

enum class errc {
  cancelled = 1,  // we were asked to stop; never logged as an error
  // What the arena answered (API.md).
  unauthorized,  // 401: key or token missing, wrong or withdrawn
  forbidden,     // 403: not allowed, a scope is missing, or not now
  not_found,     // 404
  conflict,      // 409
  gone,          // 410
  validation,    // 400, 413, 422: the request itself is wrong; repeating it is useless
  rate_limited,  // 429
  server,        // 5xx
  bad_answer,    // an answer that cannot be understood: HTML, truncated or unexpected JSON
  too_large,     // a body beyond our limit
  // What kept the answer from coming.
  network,    // no connection, or it broke
  tls,        // the handshake failed or the certificate is not the host's
  timed_out,  // one of our own deadlines passed
  bad_url,    // a URL that cannot be used
  // This machine.
  config,       // the configuration is wrong
  io,           // a file or directory could not be read or written
  spawn,        // a process could not be started
  invalid,      // input that breaks a rule: an id, a duration, a size
  no_solution,  // the agent gave no usable answer
  busy,         // somebody else holds it: a second daemon, a port in use
};

// One sentence for each kind, for `--help` and for errors without a message of their own.
std::string_view describe(errc kind) noexcept;
// The short name, as it stands in logs and JSON: "rate_limited".
std::string_view to_string(errc kind) noexcept;

struct error {
  errc kind = errc::invalid;
  std::string message;     // a sentence for a person; no secret in it
  int status = 0;          // HTTP status; 0 when there was no answer
  std::string code;        // the arena's own code, e.g. "DUPLICATE_SUBMISSION"; empty when it gave none
  std::string request_id;  // X-Request-ID or request_id; empty when there was none
  int attempts = 1;        // how many times the request was made
  std::optional<std::chrono::milliseconds> retry_after;  // when the arena asked us to wait

  // "message (HTTP 429, RATE_LIMITED, request 5f0c…)", on one line.
  std::string describe() const;
};

template <class T>
using result = std::expected<T, error>;
using status = result<void>;

inline std::unexpected<error> fail(errc kind, std::string message) {
  return std::unexpected(error{.kind = kind,
                               .message = std::move(message),
                               .status = 0,
                               .code = {},
                               .request_id = {},
                               .attempts = 1,
                               .retry_after = {}});
}

}  // namespace bouts
