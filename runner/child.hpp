// What happens in the new process between fork and exec.
#pragma once

#include "runner/options.hpp"

#include <sys/types.h>

namespace arena::runner {

// Everything the new process needs, made before the fork.
struct child_plan {
  const options& settings;
  char* const* arguments;  // ends with nullptr
  int input;
  int output;
  int errors;
  int report;
  int gate;
  pid_t runner;
  mode_t file_mask;
};

// Becomes the agent, or writes a spawn_failure to `report` and exits with 127. Goes beyond the gate only
// after a byte has come through it. REQUIRES that the process has one thread.
[[noreturn]] void become_agent(const child_plan& plan);

}  // namespace arena::runner
