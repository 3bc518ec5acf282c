// Which run directories are cleared away: those that ended too long ago, and, when all of them together are
// too large, those that ended first. Never one whose bout is not closed: something is still owed there.
//
// Pure.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace arena {

struct kept_run {
  bouts::entry_id entry;
  std::uint64_t bytes = 0;
  // When the bout was closed; nothing while it is not.
  std::optional<bouts::wall_time> closed_at;
};

struct retention_limits {
  bouts::milliseconds age{0};  // 0: closed runs go at once
  std::uint64_t bytes = 0;     // of all runs together; those that must stay count too
};

// The ones to remove, in the order of their end.
std::vector<bouts::entry_id> runs_to_remove(std::vector<kept_run> runs, const retention_limits& limits,
                                            bouts::wall_time now);

}  // namespace arena
