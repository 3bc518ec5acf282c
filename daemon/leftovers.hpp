// What a run leaves on the machine when its runner was killed: the agent dies with it (PR_SET_PDEATHSIG), the
// agent's own processes do not.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <filesystem>

namespace arena {

// Ends every process that the run left behind; gives how many were killed. Comes back when none is found any
// more, or after 10 s (one that sleeps in the kernel outlives SIGKILL). REQUIRES that the runner is dead.
//
// A process belongs to the run when it is in the run's cgroup, has this run's ARENA_CHALLENGE_FILE in its
// environment, is in the agent's session (as far as the session's number is known to be still that of this
// agent), or is the child of one of these. It is held by a pidfd before any of that is looked at, so never a
// stranger is hit; and it is stopped before the next one is looked for, so that it forks no more.
boost::asio::awaitable<std::size_t> end_leftovers(std::filesystem::path run_directory);

}  // namespace arena
