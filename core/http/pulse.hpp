// A steady tick: the moments at which a loop asks the arena again (ping, poll). Due times stay on
// first + k * interval, so nothing drifts by the time that requests take, and ticks that were missed are
// skipped: a loop that was held up never makes up for it in a burst.
//
// Pure: times are arguments. Not thread-safe.
#pragma once

#include "core/base/time.hpp"

namespace bouts {

class pulse {
 public:
  // REQUIRES interval > 0.
  pulse(milliseconds interval, mono_time first);

  // When the next request is to be made. In the past: now.
  mono_time due() const noexcept { return due_; }

  // Another interval: due at the old time or an interval from now, whichever is earlier, but not before what
  // failed() was told; the ticks go on from there. REQUIRES interval > 0.
  void change(milliseconds interval, mono_time now);

  // The request was answered at `now`: due again at the next tick after it.
  void succeeded(mono_time now);
  // It failed: due again at the first tick after `now` that is not before now + not_before (a back-off or
  // Retry-After; negative counts as none).
  void failed(mono_time now, milliseconds not_before);
  // Due now, without moving the ticks. After a failure not before what failed() was told.
  void at_once(mono_time now);

 private:
  mono_time first_tick_from(mono_time when) const;

  milliseconds interval_;
  mono_time first_;
  mono_time due_;
  mono_time not_before_ = mono_time::min();
};

}  // namespace bouts
