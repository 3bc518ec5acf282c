// The runner's own signals. To be taken before anything is started: until then a SIGTERM ends the runner.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/failure.hpp"

namespace arena::runner {

// Blocks SIGTERM and SIGCHLD, which are read from the descriptor given back (a signalfd, non-blocking).
// Ignores what a terminal, a closed pipe or a file size limit could send. Restores the default of SIGCHLD:
// one that was inherited as ignored would make the kernel throw away how the agent ended.
result<descriptor> take_signals();

// Empties the descriptor. True when a SIGTERM was among them.
bool term_was_asked(const descriptor& signals);

}  // namespace arena::runner
