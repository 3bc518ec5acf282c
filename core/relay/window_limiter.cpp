#include "core/relay/window_limiter.hpp"

#include <algorithm>

namespace arena {

namespace {

// Two clocks do not tick alike and the far side may round to its own grain; 1/1000 of a minute covers both.
constexpr int slack_divisor = 1000;

}  // namespace

window_limiter::window_limiter(int limit, milliseconds window) {
  change(limit, window);
}

void window_limiter::change(int limit, milliseconds window) {
  limit_ = limit;
  window_ = window + std::max(milliseconds(1), window / slack_divisor);
}

mono_time window_limiter::earliest(int keep_free, mono_time now) const {
  const auto places = static_cast<std::size_t>(limit_ - keep_free);
  if (ends_.size() < places) {
    return now;
  }
  return std::max(now, ends_[ends_.size() - places] + window_);
}

void window_limiter::began() {
  in_flight_ = true;
}

void window_limiter::ended(mono_time now) {
  in_flight_ = false;
  ends_.push_back(now);
  if (ends_.size() > static_cast<std::size_t>(limit_)) {
    ends_.pop_front();
  }
}

int window_limiter::used(mono_time now) const {
  const auto recent = std::ranges::count_if(ends_, [&](mono_time end) { return end + window_ > now; });
  return static_cast<int>(recent) + (in_flight_ ? 1 : 0);
}

}  // namespace arena
