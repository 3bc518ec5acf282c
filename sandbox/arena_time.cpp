#include "sandbox/arena_time.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace arena::sandbox {

milliseconds time_scale::real(milliseconds arena) const noexcept {
  if (arena.count() == 0) {
    return arena;
  }
  const auto scaled = std::llround(static_cast<double>(arena.count()) / factor_);
  if (scaled == 0) {
    return milliseconds(arena.count() > 0 ? 1 : -1);
  }
  return milliseconds(scaled);
}

std::string time_scale::retry_after(milliseconds arena) const {
  const std::int64_t ms = real(arena).count();
  return std::to_string(std::max<std::int64_t>(1, (ms + 999) / 1000));
}

std::string format_with_microseconds(wall_time time) {
  std::string text = bouts::format_iso8601(time);
  text.pop_back();  // the "Z"
  return text + "000+00:00";
}

}  // namespace arena::sandbox
