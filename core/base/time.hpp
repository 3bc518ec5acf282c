// Times as the rest of core sees them: always an argument, never a clock that is read here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bouts {

using std::chrono::milliseconds;

// Wall-clock time, UTC. What the arena's documents speak of.
using wall_time = std::chrono::sys_time<milliseconds>;
// Time for measuring: never jumps. Only differences mean anything.
using mono_time = std::chrono::steady_clock::time_point;

// ISO 8601 as the arena writes it: "2026-03-22T10:00:00Z", with or without seconds and a fraction of any
// length, with "Z", an offset "+hh:mm", "+hhmm" or "+hh", or none (taken as UTC); a space is taken for the
// "T". Nothing for anything else.
std::optional<wall_time> parse_iso8601(std::string_view text);
// "2026-03-22T10:00:00.123Z", always with three digits.
std::string format_iso8601(wall_time time);

// An HTTP date (RFC 9110 §5.6.7) in its preferred form: "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<wall_time> parse_http_date(std::string_view text);
std::string format_http_date(wall_time time);

// Another machine's time as our monotonic clock has it: a change of our wall clock does not touch it.
struct clock_anchor {
  wall_time server;
  mono_time mono;

  wall_time at(mono_time when) const { return server + std::chrono::floor<milliseconds>(when - mono); }
  bool operator==(const clock_anchor&) const = default;
};

// "850ms", "1.4s", "12s", "4m05s", "1h02m": for people, at most two units, cut and not rounded.
std::string format_duration(milliseconds duration);

}  // namespace bouts
