// Away from the daemon that started us: what it does, and how it ends, must not reach the agent.
#pragma once

#include "runner/failure.hpp"

namespace arena::runner {

// Closes what was inherited beyond stdin, stdout and stderr, and makes sure that those three are open.
// REQUIRES to be the first thing that is done: later it would close our own.
void close_inherited();

// A session of its own, stdin and stdout from and to nowhere, and a subreaper for what the agent leaves
// behind. stderr stays where the daemon put it.
status detach();

}  // namespace arena::runner
