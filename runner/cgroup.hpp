// The agent's cgroup v2, when the daemon made one: its kill is the only one that nothing can outrun.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/failure.hpp"

#include <sys/types.h>

#include <string>

namespace arena::runner {

class cgroup {
 public:
  // Fails when `path` is no cgroup v2 directory, or is not empty: the runner itself could be in it, and would
  // be killed with the rest before it has told how the run ended.
  static result<cgroup> open(const std::string& path);

  // Puts a process in. Its children follow it.
  status enter(pid_t pid) const;
  // Something lives in it or below it. False also when that cannot be told.
  bool populated() const;
  // Kills all, at once and with what they are just forking. Does nothing on a kernel before 5.14.
  void kill_all() const;

 private:
  explicit cgroup(descriptor directory) : directory_(std::move(directory)) {}

  descriptor directory_;
};

}  // namespace arena::runner
