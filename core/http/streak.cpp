#include "core/http/streak.hpp"

namespace bouts {

std::optional<streak_note> streak::failed(const error& failure, mono_time now) {
  if (failure.kind == errc::cancelled) {
    return std::nullopt;
  }
  const bool first = failures_ == 0;
  const bool changed = failure.kind != kind_;
  if (first) {
    began_ = now;
  }
  ++failures_;
  kind_ = failure.kind;
  reason_ = failure.describe();
  if (first) {
    return note(streak_note::edge::began, now);
  }
  return changed ? std::optional(note(streak_note::edge::changed, now)) : std::nullopt;
}

std::optional<streak_note> streak::succeeded(mono_time now) {
  if (failures_ == 0) {
    return std::nullopt;
  }
  streak_note last = note(streak_note::edge::ended, now);
  failures_ = 0;
  return last;
}

streak_note streak::note(streak_note::edge what, mono_time now) const {
  return {.what = what,
          .kind = kind_,
          .reason = reason_,
          .failures = failures_,
          .lasted = std::chrono::duration_cast<milliseconds>(now - began_)};
}

}  // namespace bouts
