// What a loop that asks the arena is doing, and whether it still does anything: for whoever asks how the
// daemon is, and for those who restart it. Waiting out an outage by the rules is being alive; not coming back
// is not.
//
// Pure: times are arguments. Not thread-safe.
#pragma once

#include "core/base/time.hpp"

#include <optional>
#include <string_view>

namespace bouts {

enum class loop_doing {
  starting,     // it has not asked yet
  waiting,      // for its next tick
  asking,       // a request is on its way
  backing_off,  // the last one failed; it waits for longer
  parked,       // the arena does not know the key: it looks again now and then
  idle,         // nothing to do until something happens
  paused,       // by its operator
};
std::string_view to_string(loop_doing doing) noexcept;

class loop_watch {
 public:
  explicit loop_watch(mono_time now) : since_(now) {}

  // It asks. How late it is, when it had waited for a tick; nothing else, as only ticks are promised.
  std::optional<mono_time::duration> asks(mono_time now);
  // It does nothing until `until`. REQUIRES waiting, backing_off or parked.
  void waits(loop_doing why, mono_time until, mono_time now);
  // It does nothing until something happens. REQUIRES idle or paused.
  void rests(loop_doing why, mono_time now);

  loop_doing doing() const noexcept { return doing_; }
  mono_time since() const noexcept { return since_; }
  std::optional<mono_time> until() const noexcept { return until_; }
  // Whether it does what it should: what it waits for is not over, and what it asked has not been open, for
  // longer than `patience`.
  bool is_alive(mono_time now, milliseconds patience) const noexcept;

 private:
  void becomes(loop_doing what, std::optional<mono_time> until, mono_time now);

  loop_doing doing_ = loop_doing::starting;
  mono_time since_;
  std::optional<mono_time> until_;
};

}  // namespace bouts
