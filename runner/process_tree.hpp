// Who is whose child, from /proc.
#pragma once

#include <sys/types.h>

#include <vector>

namespace arena::runner {

enum class tree_source {
  children_files,  // /proc/PID/task/TID/children: quick; needs CONFIG_PROC_CHILDREN, which distributions set
  stat_files,      // the parent named in every /proc/PID/stat: always there, slow on a large machine
};

// The better one that this machine has.
tree_source find_tree_source();

// The children of all threads of a process; zombies are among them. Without those that came or went while it
// was read.
std::vector<pid_t> children_of(pid_t parent, tree_source source);

}  // namespace arena::runner
