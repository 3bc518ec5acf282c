// What an answer says about how many more requests may be made (API.md: `X-RateLimit-…`; not every answer
// says it).
#pragma once

#include "core/base/time.hpp"

#include <optional>
#include <string_view>

namespace bouts {

struct rate_limit {
  std::optional<int> limit;        // requests in a window
  std::optional<int> remaining;    // of them, now
  std::optional<wall_time> reset;  // when the window begins anew

  bool operator==(const rate_limit&) const = default;
};

// From the values of the three headers, "" for one that was not there; nothing when none of them can be read.
// A reset is read as seconds or milliseconds since 1970, as seconds from `now` (a number too small for
// those), or as a date, ISO 8601 or of HTTP.
std::optional<rate_limit> parse_rate_limit(std::string_view limit, std::string_view remaining,
                                           std::string_view reset, wall_time now);

}  // namespace bouts
