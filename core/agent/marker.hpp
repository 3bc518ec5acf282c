// The marker form of an event, as agents of the npm connector print it: "[ARENA:type] message" and
// "[ARENA:type:detail] message".
//
// Pure; safe to call concurrently.
#pragma once

#include <optional>
#include <string_view>

namespace arena {

inline constexpr std::string_view marker_opening = "[ARENA:";

struct marker {
  std::string_view type;     // "thinking"; "event" when the message is the JSON form
  std::string_view detail;   // empty when there is none
  std::string_view message;  // empty when there is none
};

// Nothing when the line is not a marker. The type may be one that nobody knows. Views into `line`.
std::optional<marker> parse_marker(std::string_view line) noexcept;

}  // namespace arena
