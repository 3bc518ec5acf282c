// How fast the arena's time passes, and how the arena writes its times.
//
// With a scale of X every *duration* of the arena takes a X-th of its name: rate windows, time limits of
// challenges, `starts_in_s` and `ends_in_s`, the judging delay, Retry-After. *Instants* are always real ones:
// what the arena prints as `expires_at` is what the `Date` header will show then. `time_limit_minutes` and
// `time_limit_seconds` are printed as they were given (they are the name of the limit, not its real length).
// What serves the test and not the arena (`seconds` of an outage, `delay_ms` of a fault) is real time.
#pragma once

#include "core/base/time.hpp"

#include <string>

namespace arena::sandbox {

using bouts::milliseconds;
using bouts::wall_time;

inline constexpr double slowest_time_scale = 0.01;
inline constexpr double fastest_time_scale = 100'000;

class time_scale {
 public:
  // REQUIRES slowest_time_scale <= factor <= fastest_time_scale.
  explicit time_scale(double factor = 1.0) noexcept : factor_(factor) {}

  // How long it really takes. Never zero for what is not zero; the sign stays.
  milliseconds real(milliseconds arena) const noexcept;
  // The value of a Retry-After header: whole real seconds, rounded up, at least 1.
  std::string retry_after(milliseconds arena) const;

 private:
  double factor_;
};

// The arena's other way to write a time: "2026-03-22T10:00:00.123000+00:00".
std::string format_with_microseconds(wall_time time);

}  // namespace arena::sandbox
