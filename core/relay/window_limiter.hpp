// At most `limit` requests in any `window`, as the far side can see it.
//
// We know when a request began and when its answer, or the absence of one, came back; the far side counted it
// somewhere between. A request that begins a whole window after the *end* of the one `limit` places before is
// therefore never the `limit`+1st in any window, whatever the network's delay, sliding or fixed. A token
// bucket does not give that: refilled while a burst is on its way, it lets nearly twice the limit through.
//
// One request at a time: began() and ended() alternate (API.md: sequence numbers are taken without a lock).
#pragma once

#include "core/base/time.hpp"

#include <cstddef>
#include <deque>

namespace arena {

using bouts::milliseconds;
using bouts::mono_time;

class window_limiter {
 public:
  // REQUIRES limit >= 1 and a window > 0.
  window_limiter(int limit, milliseconds window);

  // The earliest moment, not before `now`, at which a request may begin so that `keep_free` places of the
  // window stay unused. REQUIRES 0 <= keep_free < limit and no request in flight.
  mono_time earliest(int keep_free, mono_time now) const;

  // Other limits from now on; what was used stays used. REQUIRES what the constructor requires.
  void change(int limit, milliseconds window);

  void began();
  void ended(mono_time now);

  // When the last requests ended, oldest first, at most `limit` of them (the largest there was).
  const std::deque<mono_time>& ends() const noexcept { return ends_; }

  int limit() const noexcept { return limit_; }
  milliseconds window() const noexcept { return window_; }
  // Places of the window that ends at `now` already used, the one in flight included.
  int used(mono_time now) const;

 private:
  int limit_ = 0;
  milliseconds window_{0};
  bool in_flight_ = false;
  std::deque<mono_time> ends_;  // of the last `limit` requests, oldest first
};

}  // namespace arena
