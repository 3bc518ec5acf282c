// What the kernel says of this process, from /proc/self.
#pragma once

#include "control/meters.hpp"

namespace arena {

// What cannot be read is 0.
control::process_figures own_figures();

}  // namespace arena
