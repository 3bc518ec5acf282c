#include "core/bout/record.hpp"

#include <algorithm>
#include <initializer_list>

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

void bout_usage::add(const bout_usage& more) {
  input_tokens += more.input_tokens;
  cached_input_tokens += more.cached_input_tokens;
  output_tokens += more.output_tokens;
  if (more.cost_usd) {
    cost_usd = cost_usd.value_or(0) + *more.cost_usd;
  }
}

bool is_final(bout_state state) noexcept {
  return state >= bout_state::judged;
}

bool may_follow(bout_state from, bout_state to) noexcept {
  using enum bout_state;
  const auto any_of = [to](std::initializer_list<bout_state> allowed) {
    return std::ranges::find(allowed, to) != allowed.end();
  };
  if (from == to) {
    return true;
  }
  switch (from) {
    case seen:
      return any_of({opening, skipped, cancelled});
    case opening:
      return any_of({running, refused, failed, cancelled});
    case running:
      return any_of({submitting, failed, timed_out, cancelled});
    case submitting:
      return any_of({submitted, rejected, cancelled});
    case submitted:
      return any_of({judged});
    case rejected:
      return any_of({submitting});
    case skipped:
      return any_of({seen});
    case judged:
    case failed:
    case timed_out:
    case cancelled:
    case refused:
      return false;
  }
  return false;
}

bool may_have_reached(bout_state from, bout_state to) noexcept {
  if (may_follow(from, to)) {
    return true;
  }
  // The states stand in the order in which a bout goes through them, so this ends.
  for (auto next = static_cast<int>(from) + 1; next <= static_cast<int>(bout_state::submitted); ++next) {
    const auto between = static_cast<bout_state>(next);
    if (!is_final(from) && may_follow(from, between) && may_have_reached(between, to)) {
      return true;
    }
  }
  return false;
}

}  // namespace arena
