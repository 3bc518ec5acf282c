// How long the agent may work, and until when its answer can be handed in. Server time throughout.
#pragma once

#include "core/base/time.hpp"

#include <optional>

namespace arena {

// A challenge may name neither a time limit nor an end; then this stands in, so that no agent runs for ever.
inline constexpr std::chrono::hours longest_bout{24};

struct bout_times {
  bouts::wall_time agent_until;  // the agent is asked to stop here …
  bouts::milliseconds grace;     // … and killed this much later
  bouts::wall_time submit_by;    // handing in is given up here
};

struct time_bounds {
  std::optional<bouts::wall_time> expires_at;  // the session's
  std::optional<bouts::wall_time> ends_at;     // the challenge's
  bouts::milliseconds cap{0};                  // the owner's; 0: none
  bouts::milliseconds margin{20'000};  // kept for handing in: this or a tenth of the time, whichever is less
  bouts::milliseconds grace{10'000};   // the owner's; at most half of what is left when the agent is stopped
};

// The agent ends a margin before the earliest of expiry, challenge end and cap. The cap alone needs no
// margin: nothing closes when it is over. Handing in is tried until the later of expiry and end, as the arena
// checks only the challenge's own window (API.md, submissions).
bout_times reckon_times(const time_bounds& bounds, bouts::wall_time now);

}  // namespace arena
