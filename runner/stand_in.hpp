// Stands in for an agent that lives elsewhere and asks the daemon for its work (agent.mode: pull). To the
// runner it is the agent: so deadline, output, answer and the daemon's restarts are those of any other.
#pragma once

#include <string>

namespace arena::runner {

// What the daemon writes into the directory for it (daemon/pull_desk.cpp).
inline constexpr const char* said_file = ".arena-said";  // what the agent says; only ever added to
inline constexpr const char* end_file =
    ".arena-end";  // there at once and whole: exit code, a blank, a reason

// Prints what is added to DIRECTORY/said_file until end_file is there; the reason goes to standard error.
// Comes back with the exit code that end_file tells, or 1 when the directory cannot be watched.
int stand_in(const std::string& directory);

}  // namespace arena::runner
