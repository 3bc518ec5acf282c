// Which answers are worth another try, and when. Pure: random numbers and times are arguments.
#pragma once

#include "core/base/error.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace bouts {

// What an outcome means for the caller's loop.
enum class verdict {
  again,  // the same request may succeed later: network, TLS, time-out, 408, 425, 429, 5xx, an undecodable
          // answer
  park,   // stop asking and look again every minute: 401, and 403 on the connector endpoints
  dead,   // this request will never succeed: every other 4xx, a bad URL, our own limits
};

enum class endpoint_kind { connector, resource };

verdict judge(const error& failure, endpoint_kind endpoint) noexcept;

// What a repeat of a request may do.
enum class repeat {
  harmless,    // idempotent, or keyed: the arena takes it once
  if_refused,  // may be done twice, so only after 429, when the arena says that it did nothing
  never,       // every request counts, refused ones too
};
// Whether the same request may go out again after that failure. Says nothing about how often.
bool may_repeat(repeat kind, const error& failure, endpoint_kind endpoint) noexcept;

// `Retry-After` in seconds or as an HTTP date (RFC 9110 §10.2.3), as a wait from `now`; never negative.
// Nothing when it is neither.
std::optional<milliseconds> parse_retry_after(std::string_view header, wall_time now);

inline constexpr std::chrono::minutes park_interval{1};
// An arena that asks for more than this is not obeyed further: we look again.
inline constexpr std::chrono::minutes longest_retry_after{5};

// Exponential back-off with full jitter (uniform between 0 and the bound), so that a fleet does not come back
// at once.
struct retry_policy {
  int max_attempts = 3;      // in all; 1 means no repeat
  milliseconds base{500};    // the bound of the first wait; doubles with each failure
  milliseconds cap{30'000};  // the highest bound

  static constexpr retry_policy none() { return {.max_attempts = 1}; }

  // How long to wait after the `failures`-th failure in a row (from 1). `random` is in [0, 1). With a
  // Retry-After the wait is that, capped by longest_retry_after, plus up to a tenth of it: never earlier than
  // asked.
  milliseconds wait(int failures, double random, std::optional<milliseconds> retry_after) const noexcept;
};

}  // namespace bouts
