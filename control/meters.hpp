// What the daemon counts while it works, beside what its agents count. Plain data: the shells add, the
// metrics read. Single thread.
#pragma once

#include "core/base/histogram.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arena::control {

struct meters {
  // Calls of the arena by endpoint ("ping", "assigned", …) and by what came back ("2xx", "4xx", "429", "5xx",
  // or "none" without an answer). A handful of each, so these are bounded.
  std::map<std::pair<std::string_view, std::string_view>, bouts::duration_histogram> calls;
  // How late pings and polls were begun.
  bouts::duration_histogram ping_lateness;
  bouts::duration_histogram poll_lateness;
  // From asking to having it, the wait for the journal's thread included.
  bouts::duration_histogram journal_reads;
  bouts::duration_histogram journal_writes;
};

// Of this process, as its kernel counts.
struct process_figures {
  double cpu_seconds = 0;  // user and system
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_descriptors = 0;
  std::uint64_t most_descriptors = 0;
  std::uint64_t threads = 0;
  bouts::wall_time started_at{};
};

}  // namespace arena::control
