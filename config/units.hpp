// Durations and sizes as people write them: the counterparts of parse_duration and parse_size (load.hpp).
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <string>

namespace arena::config {

// In the largest unit that says it exactly: "90s", "2h", "0". parse_duration reads it back.
std::string duration_text(bouts::milliseconds duration);
// In the largest unit that says it exactly: "1536K", "4G", "0". parse_size reads it back.
std::string size_text(std::uint64_t bytes);

}  // namespace arena::config
