// The lock on a run directory: an flock that the daemon takes and the runner inherits, so that it is held
// from before there is a runner until the runner is gone, whatever becomes of either.
#pragma once

#include "core/base/error.hpp"
#include "runner/descriptor.hpp"

#include <filesystem>

namespace arena {

// The directory, opened and locked. To be given to the runner as its standard input, and closed then.
// errc::busy when a runner is at work in it, errc::io when it cannot be opened.
bouts::result<runner::descriptor> lock_run(const std::filesystem::path& run_directory);

// False also when there is no such directory. Holds the lock for an instant when it is free: REQUIRES that
// nobody else starts runners here.
bouts::result<bool> is_run_locked(const std::filesystem::path& run_directory);

}  // namespace arena
