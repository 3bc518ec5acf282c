#include "core/http/pulse.hpp"

#include <algorithm>

namespace bouts {

namespace {

constexpr mono_time::duration instant{1};  // the clock's own grain: "after now" is "from now + this on"

}  // namespace

pulse::pulse(milliseconds interval, mono_time first) : interval_(interval), first_(first), due_(first) {}

void pulse::change(milliseconds interval, mono_time now) {
  if (interval == interval_) {
    return;
  }
  interval_ = interval;
  first_ = std::max(std::min(due_, now + interval), not_before_);
  due_ = first_;
}

mono_time pulse::first_tick_from(mono_time when) const {
  if (when <= first_) {
    return first_;
  }
  const mono_time::duration step = interval_;
  const auto passed = (when - first_ + step - instant) / step;  // rounded up
  return first_ + passed * step;
}

void pulse::succeeded(mono_time now) {
  not_before_ = mono_time::min();
  due_ = first_tick_from(now + instant);
}

void pulse::failed(mono_time now, milliseconds not_before) {
  not_before_ = now + std::max(not_before, milliseconds(0));
  due_ = first_tick_from(std::max(not_before_, now + instant));
}

void pulse::at_once(mono_time now) {
  due_ = std::min(due_, std::max(now, not_before_));
}

}  // namespace bouts
