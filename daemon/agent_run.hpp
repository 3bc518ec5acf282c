// One run of the agent: started through arena-runner or found at work, followed while it works, its answer
// found when it has ended. What `run` does for a bout and `test` for a made-up challenge.
#pragma once

#include "core/agent/output.hpp"
#include "core/bout/machine.hpp"
#include "core/relay/checkpoint.hpp"
#include "daemon/agent_reading.hpp"
#include "daemon/change_teller.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/runner_process.hpp"
#include "daemon/runner_sighting.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace arena {

class output_follower;

struct run_outcome {
  happened::agent_ended end;
  std::optional<found_solution> solution;
  std::optional<runner_exit> exit;  // nothing when the runner could not be started or left no record
  output_counts counts;
  std::uint64_t files_left = 0;  // of its working directory that were not handed in
  bool tree_cut = false;         // there were more files than are looked at
};

class agent_run {
 public:
  // The event is valid during the call only.
  using event_handler = std::function<void(const bouts::event_view&)>;
  using clock = std::function<bouts::wall_time()>;

  // `now`: the time of events that carry none. `shown`: how far an earlier daemon had read the output of this
  // attempt. It is read again from its beginning, because the answer may be anywhere in it, but no event
  // before that place is told.
  agent_run(run_directory directory, agent_reading reading, event_handler on_event, clock now,
            output_position shown = {});
  ~agent_run();
  agent_run(const agent_run&) = delete;
  agent_run& operator=(const agent_run&) = delete;

  // Either of the two, once. Both come back when the agent has ended and all it printed was read; cancelled
  // by Asio they leave runner and agent at work.
  //
  // REQUIRES that the directory's attempt was begun. errc::busy when another runner is at work in the
  // directory: look for it.
  boost::asio::awaitable<bouts::result<run_outcome>> run(runner_order order);
  // REQUIRES a sighting other than `none`.
  boost::asio::awaitable<bouts::result<run_outcome>> take_over(runner_sighting seen);

  // Stops the agent (TERM, grace, KILL); run() then comes back with agent_end::cancelled. At any time.
  void cancel();

  // How far the output was told, by the earlier daemon or by this one; `events_bytes` and `attempt` as they
  // were given.
  output_position position() const noexcept;

 private:
  boost::asio::awaitable<bouts::result<run_outcome>> follow(runner_process process);
  boost::asio::awaitable<bouts::result<run_outcome>> after_death();
  boost::asio::awaitable<bouts::status> open_output();
  boost::asio::awaitable<void> read_rest();
  void on_output(agent_stream stream, std::string_view bytes);
  boost::asio::awaitable<void> watch_tree();
  void tell(const bouts::event_view& event);
  void add_files_to(run_outcome& outcome);
  void account_for(run_outcome& outcome);
  run_outcome conclude(happened::agent_ended end);
  run_outcome conclude(const runner_exit& exit);

  run_directory directory_;
  clock now_;
  output_position shown_;
  output_position position_;
  bool silent_ = false;  // what is read now was told before
  event_handler on_event_;
  std::optional<dialect_kind> kind_;
  std::optional<change_teller> changes_;
  std::filesystem::path work_;
  std::optional<std::uint32_t> owner_;
  std::vector<std::string> files_;  // patterns of what is handed in from there
  output_reader reader_;
  std::unique_ptr<output_follower> follower_;
  std::optional<runner_process> runner_;
  bool cancelled_ = false;
};

}  // namespace arena
