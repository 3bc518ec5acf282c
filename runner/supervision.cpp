#include "runner/supervision.hpp"

#include <algorithm>

namespace arena::runner {

std::string_view to_string(end_reason reason) noexcept {
  switch (reason) {
    case end_reason::exited:
      return "exited";
    case end_reason::deadline:
      return "deadline";
    case end_reason::cancelled:
      return "cancelled";
    case end_reason::spawn_failed:
      return "spawn_failed";
  }
  return "unknown";
}

supervision::supervision(time_limits limits, mono_time started)
    : limits_(limits), phase_end_(started + limits.timeout), wake_at_(phase_end_) {}

action supervision::next(happening what, mono_time now) {
  if (what == happening::outputs_closed) {
    outputs_closed_ = true;
  }
  switch (phase_) {
    case phase::running:
      return while_running(what, now);
    case phase::terminating:
      return while_terminating(what, now);
    case phase::killing:
      return while_killing(what, now);
    case phase::draining:
      return while_draining(what, now);
    case phase::finished:
      return action::finish;
  }
  return action::wait;
}

action supervision::while_running(happening what, mono_time now) {
  switch (what) {
    case happening::spawn_failed:
      reason_ = end_reason::spawn_failed;
      return action::wait;  // it ends by itself
    case happening::agent_ended:
    case happening::group_emptied:
    case happening::all_ended:
      return start_killing(now);
    case happening::cancel_asked:
      return terminate(end_reason::cancelled, now);
    case happening::tick:
    case happening::outputs_closed:
      break;
  }
  return now >= phase_end_ ? terminate(end_reason::deadline, now) : action::wait;
}

action supervision::while_terminating(happening what, mono_time now) {
  // The main process may be a shell that dies of SIGTERM at once while the agent proper, in the same group,
  // uses the grace to hand in what it has. Only when nobody who got the signal is left is there nothing to
  // wait for.
  if (what == happening::group_emptied || what == happening::all_ended || now >= phase_end_) {
    return start_killing(now);
  }
  return action::wait;
}

action supervision::while_killing(happening what, mono_time now) {
  if (what == happening::all_ended || now >= phase_end_) {
    return start_draining(now);
  }
  wake_at_ = std::min(phase_end_, now + kill_interval);
  return action::kill_all;
}

action supervision::while_draining(happening, mono_time now) {
  if (outputs_closed_) {
    return finish();
  }
  if (now >= phase_end_) {
    drain_incomplete_ = true;
    return finish();
  }
  return action::wait;
}

action supervision::terminate(end_reason why, mono_time now) {
  reason_ = reason_ == end_reason::spawn_failed ? reason_ : why;
  term_sent_ = true;
  phase_ = phase::terminating;
  phase_end_ = wake_at_ = now + limits_.grace;
  return action::send_term;
}

action supervision::start_killing(mono_time now) {
  phase_ = phase::killing;
  phase_end_ = now + kill_limit;
  wake_at_ = now + kill_interval;
  return action::kill_all;
}

action supervision::start_draining(mono_time now) {
  phase_ = phase::draining;
  phase_end_ = wake_at_ = now + limits_.drain;
  return while_draining(happening::tick, now);
}

action supervision::finish() {
  phase_ = phase::finished;
  return action::finish;
}

}  // namespace arena::runner
