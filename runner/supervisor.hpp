// Carries out what `supervision` decides: one loop over the agent's pipes, its deadline and the runner's
// signals.
#pragma once

#include "runner/capture.hpp"
#include "runner/feed.hpp"
#include "runner/options.hpp"
#include "runner/reaper.hpp"
#include "runner/spawn.hpp"
#include "runner/supervision.hpp"

#include <optional>
#include <string>

namespace arena::runner {

class supervisor {
 public:
  // What it is made of; all is the supervisor's, but `signals` (see take_signals()) and `settings`, which
  // must outlive it.
  struct parts {
    const options& settings;
    const descriptor& signals;
    agent_process agent;  // its gate open; input, output and errors have gone to the three below
    feed input;
    capture output;
    capture errors;
    reaper processes;
  };

  supervisor(parts all, mono_time started);

  // Returns when the run is over: no process left, or none that can be ended, and nothing more to read.
  // Blocks for at most timeout + grace + kill_limit + drain.
  void run();

  // REQUIRES run(). All but the wall-clock times.
  exit_record outcome();

 private:
  void wait();
  void move_data();
  void collect_report();
  void learn_what_happened();
  void tell(happening what);

  parts all_;
  supervision policy_;
  mono_time started_;
  mono_time ended_;
  std::optional<std::string> spawn_error_;
  bool finished_ = false;
};

}  // namespace arena::runner
