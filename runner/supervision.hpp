// When the agent is asked to end, when it is made to, and when the run is over. Pure: what happened and the
// time come in, the next act goes out; the supervisor carries it out.
//
//   running ──(deadline, cancel)── SIGTERM ──> terminating ──(grace over, nobody left who heard it)──>
//   killing
//      └──(agent ended by itself, or could not be started and ended)─────────────────────────────────────^
//   killing ──(no process left, or kill_limit)──> draining ──(all outputs at their end, or drain over)──>
//   finished
#pragma once

#include <chrono>
#include <string_view>

namespace arena::runner {

using std::chrono::milliseconds;
using mono_time = std::chrono::steady_clock::time_point;

// A process in uninterruptible sleep (a dead NFS server) outlives SIGKILL. The run is then reported with what
// is left.
inline constexpr milliseconds kill_limit{10'000};
// Between two passes over the processes that are left. Their deaths wake us anyway; this is for forks that no
// death tells of.
inline constexpr milliseconds kill_interval{5};

struct time_limits {
  milliseconds timeout{};
  milliseconds grace{};
  milliseconds drain{};
};

// Why the run ended. `exited` is also an end by a signal that was not ours.
enum class end_reason { exited, deadline, cancelled, spawn_failed };
// As it stands in exit.json.
std::string_view to_string(end_reason reason) noexcept;

enum class happening {
  tick,            // time has passed; also "nothing of interest"
  spawn_failed,    // the command could not be executed; agent_ended follows at once
  agent_ended,     // the main process was reaped
  group_emptied,   // the main process and its whole process group are gone; others may be left
  all_ended,       // no descendant is left
  outputs_closed,  // stdout and stderr are at their end
  cancel_asked,
};

enum class action { wait, send_term, kill_all, finish };

class supervision {
 public:
  supervision(time_limits limits, mono_time started);

  // To be called with each thing that happened, oldest first, and with `tick` last; repeating one is
  // harmless.
  action next(happening what, mono_time now);
  // When to call next(tick) if nothing happens before.
  mono_time wake_at() const noexcept { return wake_at_; }

  end_reason reason() const noexcept { return reason_; }
  bool term_sent() const noexcept { return term_sent_; }
  // The drain ended by time; what the outputs still held is lost.
  bool drain_incomplete() const noexcept { return drain_incomplete_; }

 private:
  enum class phase { running, terminating, killing, draining, finished };

  action while_running(happening what, mono_time now);
  action while_terminating(happening what, mono_time now);
  action while_killing(happening what, mono_time now);
  action while_draining(happening what, mono_time now);
  action terminate(end_reason why, mono_time now);
  action start_killing(mono_time now);
  action start_draining(mono_time now);
  action finish();

  time_limits limits_;
  phase phase_ = phase::running;
  end_reason reason_ = end_reason::exited;
  mono_time phase_end_;
  mono_time wake_at_;
  bool outputs_closed_ = false;
  bool term_sent_ = false;
  bool drain_incomplete_ = false;
};

}  // namespace arena::runner
