#include "daemon/steady_loop.hpp"

#include "core/http/retry.hpp"
#include "daemon/clock.hpp"

#include <utility>

namespace arena {

using bouts::loop_doing;
using bouts::milliseconds;

steady_loop::steady_loop(std::string_view name, milliseconds interval, bouts::mono_time first,
                         bouts::duration_histogram& lateness, logger log)
    : name_(name), lateness_(lateness), log_(std::move(log)), pulse_(interval, first), watch_(mono_now()) {}

void steady_loop::hurry() {
  if (!failing()) {
    pulse_.at_once(mono_now());
    watch_.waits(loop_doing::waiting, due(), mono_now());
  }
}

void steady_loop::change(milliseconds interval) {
  pulse_.change(interval, mono_now());
}

void steady_loop::begin_anew(milliseconds interval) {
  pulse_ = bouts::pulse(interval, mono_now());
  if (watch_.doing() == loop_doing::asking) {
    after_this_ = pulse_;
  }
}

void steady_loop::pauses() {
  watch_.rests(loop_doing::paused, mono_now());
}

void steady_loop::resumes() {
  const auto now = mono_now();
  if (!failing()) {
    pulse_.succeeded(now);
  }
  watch_.waits(failing() ? loop_doing::backing_off : loop_doing::waiting, due(), now);
}

void steady_loop::asks() {
  if (const auto late = watch_.asks(mono_now())) {
    lateness_.add(*late);
  }
}

void steady_loop::answered() {
  const auto now = mono_now();
  after_this_.reset();
  pulse_.succeeded(now);
  watch_.waits(loop_doing::waiting, due(), now);
  ++answers_;
  last_answer_ = wall_now();
  good_since_ = good_since_.value_or(*last_answer_);
  trouble_.clear();
  if (const auto note = streak_.succeeded(now)) {
    log_.info(std::string(name_) + " works again after " + std::to_string(note->failures) + " failures in " +
              bouts::format_duration(note->lasted));
  }
}

void steady_loop::failed(const bouts::error& why) {
  static constexpr bouts::retry_policy backing_off{
      .max_attempts = 0, .base = milliseconds(500), .cap = milliseconds(15'000)};
  constexpr double middle = 0.5;  // the tick has a random phase already
  const auto now = mono_now();
  const auto note = streak_.failed(why, now);
  const bool parked = bouts::judge(why, bouts::endpoint_kind::connector) != bouts::verdict::again;
  if (note) {
    log_.warn(
        std::string(name_) + " failed: " + note->reason +
        (parked ? "; looking again every " + bouts::format_duration(bouts::park_interval) : "; trying on"));
  }
  pulse_.failed(
      now, parked ? bouts::park_interval : backing_off.wait(streak_.failures(), middle, why.retry_after));
  watch_.waits(parked ? loop_doing::parked : loop_doing::backing_off, due(), now);
  if (after_this_) {
    pulse_ = *std::exchange(after_this_, std::nullopt);
  }
  ++failures_;
  good_since_.reset();
  trouble_ = std::string(name_) + " failed: " + why.describe();
  last_error_ = {.text = trouble_, .at = wall_now()};
}

bool steady_loop::is_alive(milliseconds patience) const {
  return watch_.is_alive(mono_now(), patience);
}

control::loop_state steady_loop::state(milliseconds patience) const {
  return shown(name_, watch_, streak_.failures(), patience);
}

control::loop_state shown(std::string_view name, const bouts::loop_watch& watch, int failures,
                          milliseconds patience) {
  const auto now = mono_now();
  const auto by_the_wall = [now, wall = wall_now()](bouts::mono_time when) {
    return wall + std::chrono::duration_cast<milliseconds>(when - now);
  };
  return {.name = name,
          .doing = bouts::to_string(watch.doing()),
          .since = by_the_wall(watch.since()),
          .until = watch.until() ? std::optional(by_the_wall(*watch.until())) : std::nullopt,
          .failures = failures,
          .alive = watch.is_alive(now, patience)};
}

}  // namespace arena
