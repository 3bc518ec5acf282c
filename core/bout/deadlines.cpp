#include "core/bout/deadlines.hpp"

#include <algorithm>

namespace arena {

bout_times reckon_times(const time_bounds& bounds, bouts::wall_time now) {
  constexpr int margin_share = 10;  // a tenth
  const auto far = now + longest_bout;
  const auto closes = std::min(bounds.expires_at.value_or(far), bounds.ends_at.value_or(far));
  const auto time = std::max(closes - now, bouts::milliseconds(0));
  auto agent_until = closes - std::min(bounds.margin, time / margin_share);
  if (bounds.cap > bouts::milliseconds(0)) {
    agent_until = std::min(agent_until, now + bounds.cap);
  }
  const auto submit_by =
      std::max(bounds.expires_at.value_or(bounds.ends_at.value_or(far)), bounds.ends_at.value_or(closes));
  const auto grace = std::clamp((closes - agent_until) / 2, bouts::milliseconds(0), bounds.grace);
  return {agent_until, grace, submit_by};
}

}  // namespace arena
