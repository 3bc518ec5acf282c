// One run of the agent: started through arena-runner, followed while it works, its answer found when it has
// ended. What `run` does for a bout and `test` for a made-up challenge.
#pragma once

#include "aio/task_scope.hpp"
#include "core/agent/output.hpp"
#include "core/bout/machine.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/runner_process.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace arena {

struct run_outcome {
  happened::agent_ended end;
  std::optional<found_solution> solution;
  std::optional<runner_exit> exit;  // nothing when the runner could not be started or left no record
  output_counts counts;
};

class agent_run {
 public:
  using event_handler = std::function<void(bouts::agent_event)>;

  // `now` gives the wall-clock time for events that carry none.
  agent_run(run_directory directory, runner_order order, event_handler on_event);
  ~agent_run();
  agent_run(const agent_run&) = delete;
  agent_run& operator=(const agent_run&) = delete;

  // REQUIRES that the directory's attempt was begun. Once.
  boost::asio::awaitable<run_outcome> run();
  // Stops the agent (TERM, grace, KILL); run() then comes back with agent_end::cancelled. At any time.
  void cancel();

 private:
  boost::asio::awaitable<bouts::result<runner_exit>> supervise();
  run_outcome conclude(const bouts::result<runner_exit>& exit);

  run_directory directory_;
  runner_order order_;
  output_reader reader_;
  std::optional<runner_process> runner_;
  bool cancelled_ = false;
};

}  // namespace arena
