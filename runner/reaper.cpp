#include "runner/reaper.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace arena::runner {

namespace {

// What an agent leaves behind in good faith is gone after the first pass or two.
constexpr int passes_before_hurry = 4;

// Every process below `root`, parents before their children. `visit` is called with each before its children
// are listed.
template <class Visit>
void walk_below(pid_t root, tree_source source, Visit visit) {
  std::vector<pid_t> waiting{root};
  // An index, as the list grows while we go over it.
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    for (const pid_t child : children_of(waiting[i], source)) {
      visit(child);
      waiting.push_back(child);
    }
  }
}

milliseconds to_milliseconds(const timeval& time) {
  return std::chrono::duration_cast<milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                  std::chrono::microseconds(time.tv_usec));
}

}  // namespace

void reaper::reap() {
  for (;;) {
    siginfo_t info{};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | __WALL) != 0) {
      if (errno == EINTR) {
        continue;
      }
      all_ended_ = errno == ECHILD && (cgroup_ == nullptr || !cgroup_->populated());
      return;
    }
    if (info.si_pid == 0) {
      return;  // there are some, and none has ended
    }
    note_end(info.si_pid, info.si_code, info.si_status);
  }
}

void reaper::note_end(pid_t pid, int code, int status) {
  const bool by_signal = code == CLD_KILLED || code == CLD_DUMPED;
  if (kill_sent_ && code == CLD_KILLED && status == SIGKILL) {
    ++killed_;
  }
  if (pid == agent_) {
    agent_end_ = by_signal ? process_end{std::nullopt, status} : process_end{status, std::nullopt};
  }
}

bool reaper::group_emptied() const {
  return agent_end_ && ::kill(-agent_, 0) != 0 && errno == ESRCH;
}

void reaper::terminate() const {
  for (const int signal : {SIGTERM, SIGCONT}) {
    if (::kill(-agent_, signal) != 0) {
      ::kill(agent_, signal);  // it has not come to its setsid() yet
    }
  }
}

// Processes that fork faster than they are met get most of the processor, for they are many and we are one.
// Where we may (as root), we go before all of them; for a few milliseconds at a time, as kill_all() waits in
// between.
void reaper::go_first() {
  sched_param lowest_realtime{};
  lowest_realtime.sched_priority = 1;
  if (::sched_setscheduler(0, SCHED_FIFO, &lowest_realtime) != 0) {
    ::setpriority(PRIO_PROCESS, 0, -20);
  }
}

// A process with SIGKILL pending forks no more, so the children it has when they are listed are all it will
// ever have; those that lose their parent meanwhile become ours and are met in the next pass. Nothing is
// reaped during a pass, so no number met in it can have gone to a stranger.
void reaper::kill_all() {
  if (cgroup_ != nullptr && cgroup_->populated()) {
    cgroup_->kill_all();
    kill_sent_ = true;
  }
  if (++passes_ == passes_before_hurry) {
    go_first();
  }
  last_group_ = 0;
  walk_below(::getpid(), source_, [this](pid_t pid) { kill_one(pid); });
}

void reaper::kill_one(pid_t pid) {
  // The group first: the kernel signals all its members at once, which no chain of forks within it can
  // outrun. It is not ours: the agent has a session of its own, and groups never cross sessions.
  const pid_t group = ::getpgid(pid);
  if (group > 1 && group != last_group_ && group != ::getpgrp()) {
    ::kill(-group, SIGKILL);
    last_group_ = group;
  }
  if (::kill(pid, SIGKILL) == 0) {
    kill_sent_ = true;
  }
}

std::uint64_t reaper::count_left() const {
  std::uint64_t left = 0;
  walk_below(::getpid(), source_, [&left](pid_t) { ++left; });
  return left;
}

resource_use use_of_reaped() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return {to_milliseconds(usage.ru_utime) + to_milliseconds(usage.ru_stime),
          static_cast<std::uint64_t>(usage.ru_maxrss)};
}

}  // namespace arena::runner
