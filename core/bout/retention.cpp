#include "core/bout/retention.hpp"

#include <algorithm>
#include <tuple>

namespace arena {

std::vector<bouts::entry_id> runs_to_remove(std::vector<kept_run> runs, const retention_limits& limits,
                                            bouts::wall_time now) {
  std::uint64_t total = 0;
  for (const auto& run : runs) {
    total += run.bytes;
  }
  std::erase_if(runs, [](const kept_run& run) { return !run.closed_at; });
  std::ranges::sort(runs, {}, [](const kept_run& run) { return std::tie(*run.closed_at, run.entry); });
  std::vector<bouts::entry_id> removed;
  for (const auto& run : runs) {
    const bool too_old = *run.closed_at + limits.age <= now;
    if (!too_old && total <= limits.bytes) {
      break;  // those behind it ended later
    }
    removed.push_back(run.entry);
    total -= run.bytes;
  }
  return removed;
}

}  // namespace arena
