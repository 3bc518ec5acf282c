// Errors as exceptions, for who wants them: answer<T>::value() throws the one of the error's kind.
//
//   catch (const bouts::rate_limit_error& e) { … e.retry_after() … }
//   catch (const bouts::api_error& e) { tell(e.what()); }  // any
//
// what() is error::describe(): a sentence with status, code, request id and attempts, and without a secret.
#pragma once

#include "core/base/error.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace bouts {

class api_error : public std::runtime_error {
 public:
  explicit api_error(error why) : std::runtime_error(why.describe()), why_(std::move(why)) {}

  errc kind() const noexcept { return why_.kind; }
  int status() const noexcept { return why_.status; }  // of HTTP; 0 when there was no answer
  const std::string& code() const noexcept { return why_.code; }
  const std::string& message() const noexcept { return why_.message; }
  const std::string& request_id() const noexcept { return why_.request_id; }
  int attempts() const noexcept { return why_.attempts; }
  std::optional<std::chrono::milliseconds> retry_after() const noexcept { return why_.retry_after; }
  const error& value() const noexcept { return why_; }

 private:
  error why_;
};

class auth_error : public api_error {  // 401
  using api_error::api_error;
};
class forbidden_error : public api_error {  // 403
  using api_error::api_error;
};
class not_found_error : public api_error {  // 404
  using api_error::api_error;
};
class conflict_error : public api_error {  // 409
  using api_error::api_error;
};
class gone_error : public api_error {  // 410
  using api_error::api_error;
};
class validation_error : public api_error {  // 400, 413, 422, and what we refuse to send
  using api_error::api_error;
};
class rate_limit_error : public api_error {  // 429; retry_after() where the arena said it
  using api_error::api_error;
};
class server_error : public api_error {  // 5xx
  using api_error::api_error;
};
class network_error : public api_error {
  using api_error::api_error;
};
class tls_error : public api_error {
  using api_error::api_error;
};
class timeout_error : public api_error {  // of a call, or of wait_for_result()
  using api_error::api_error;
};
class bad_answer_error : public api_error {
  using api_error::api_error;
};
class cancelled_error : public api_error {  // its stop token was asked to stop
  using api_error::api_error;
};

// The exception of its kind; api_error itself for the kinds of this machine (a bad URL, a file).
[[noreturn]] void throw_error(error why);

}  // namespace bouts
