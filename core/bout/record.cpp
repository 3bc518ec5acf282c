#include "core/bout/record.hpp"

namespace arena {

std::string_view to_string(bout_state state) noexcept {
  switch (state) {
    case bout_state::seen:
      return "seen";
    case bout_state::opening:
      return "opening";
    case bout_state::running:
      return "running";
    case bout_state::submitting:
      return "submitting";
    case bout_state::submitted:
      return "submitted";
    case bout_state::judged:
      return "judged";
    case bout_state::rejected:
      return "rejected";
    case bout_state::failed:
      return "failed";
    case bout_state::timed_out:
      return "timed_out";
    case bout_state::cancelled:
      return "cancelled";
    case bout_state::refused:
      return "refused";
    case bout_state::skipped:
      return "skipped";
  }
  return "unknown";
}

bool is_final(bout_state state) noexcept {
  return state >= bout_state::judged;
}

}  // namespace arena
