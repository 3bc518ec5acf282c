// The agent's processes: waits for them, and kills every one that is left.
//
// The runner is a child subreaper, so whatever the agent forks stays below it: when a parent dies, its
// children become ours. Nothing but the kernel's "no child is left" counts as the end.
#pragma once

#include "runner/cgroup.hpp"
#include "runner/process_tree.hpp"
#include "runner/record.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>

namespace arena::runner {

// How the main process ended: one of the two.
struct process_end {
  std::optional<int> exit_code;
  std::optional<int> signal;
};

class reaper {
 public:
  // `agent` is a child of this process, and leader of a process group of its own.
  reaper(pid_t agent, const cgroup* group, tree_source source)
      : agent_(agent), cgroup_(group), source_(source) {}

  // Takes all that have ended by now.
  void reap();
  // Set by the reap() that took the main process.
  const std::optional<process_end>& agent_end() const noexcept { return agent_end_; }
  // No descendant is left, nor anything in the cgroup.
  bool all_ended() const noexcept { return all_ended_; }
  // The main process was taken and nobody is left in its process group.
  bool group_emptied() const;

  // SIGTERM to the main process's group, and SIGCONT, so that a stopped one hears it. REQUIRES that the main
  // process was not taken: later its number may be somebody else's.
  void terminate() const;
  // SIGKILL to every process there is. New ones may have come meanwhile: to be repeated until all_ended().
  void kill_all();
  bool kill_sent() const noexcept { return kill_sent_; }
  std::uint64_t killed() const noexcept { return killed_; }
  // How many descendants there are now.
  std::uint64_t count_left() const;

 private:
  void note_end(pid_t pid, int code, int status);
  void kill_one(pid_t pid);
  static void go_first();

  pid_t agent_;
  const cgroup* cgroup_;  // none when null
  tree_source source_;
  std::optional<process_end> agent_end_;
  bool all_ended_ = false;
  bool kill_sent_ = false;
  std::uint64_t killed_ = 0;
  pid_t last_group_ = 0;
  int passes_ = 0;
};

// User and system time, and the largest resident set, of all processes that were reaped so far.
struct resource_use {
  milliseconds cpu{};
  std::uint64_t max_rss_kib = 0;
};
resource_use use_of_reaped();

}  // namespace arena::runner
