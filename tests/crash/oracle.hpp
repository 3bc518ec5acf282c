// Judges a world by what the arena and the agent recorded, and by nothing that the daemon says.
#pragma once

#include "tests/crash/world.hpp"

namespace crash {

struct allowance {
  int agent_runs = 1;     // of one entry: one more for each time that its runner was killed
  bool all_shown = true;  // not where the arena fails: an event is not tried for ever
  int lost_answers = 0;   // kills and cut connections: so often may an event have come twice
};

// One EXPECT for each promise. REQUIRES that all bouts are over.
void expect_nothing_lost(world& all, const allowance& allowed);

}  // namespace crash
