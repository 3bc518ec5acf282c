// Starts the agent: a process of its own session and group, held at a gate until runner.json tells of it.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/failure.hpp"
#include "runner/options.hpp"

#include <sys/types.h>

#include <optional>
#include <string>

namespace arena::runner {

// Where the new process failed on its way to becoming the agent.
enum class spawn_stage : int { stdio, user, working_directory, limits, privileges, execute };

struct spawn_failure {
  spawn_stage stage = spawn_stage::execute;
  int error = 0;  // errno
};

// A sentence for the operator. Pure.
std::string describe(const spawn_failure& failure, const options& options);

// The runner's ends of everything that connects it with the agent. All are CLOEXEC; all but the gate
// non-blocking.
struct agent_process {
  pid_t pid = 0;      // also its process group and session
  descriptor input;   // the agent's stdin, for writing
  descriptor output;  // its stdout, for reading
  descriptor errors;  // its stderr, for reading
  descriptor report;  // one spawn_failure, or the end of file when the command is being executed
  descriptor gate;    // the process goes on when it reads a byte, and ends at the end of file
};

// The environment and the file mode mask are passed on as they are; the signal mask is empty and all signals
// have their default, whatever the daemon had: an agent that cannot hear SIGTERM could not hand in what it
// has. Fails when no process or pipe can be made. The process is the caller's to reap, in every case.
result<agent_process> start_agent(const options& options, mode_t file_mask);

// From here on the command is executed. REQUIRES that it was not called before.
void open_gate(agent_process& agent);

// What the new process had to report; nothing when there is nothing (yet). `at_end` becomes true at the end
// of file.
std::optional<spawn_failure> read_report(const descriptor& report, bool& at_end);

}  // namespace arena::runner
