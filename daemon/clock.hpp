// The clocks by their short names.
#pragma once

#include "aio/clock.hpp"

namespace arena {

using aio::mono_now;
using aio::wall_now;

}  // namespace arena
