// A cgroup v2 for the processes of one run, made below the daemon's own where that is delegated to us (or we
// are root): what is in it can be killed at once, with what it is just forking. Where a service manager has
// given us a cgroup, it also limits memory and processes (daemon/delegated_cgroup.hpp). Where none can be
// made, runs go on without.
#pragma once

#include "daemon/delegated_cgroup.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

// Where the cgroup v2 of the process lies whose /proc/self/cgroup and /proc/self/mountinfo these are; nothing
// without a cgroup v2, or when it is out of sight of this container. Pure.
std::optional<std::filesystem::path> find_cgroup(std::string_view cgroup, std::string_view mountinfo);

// "arena-run-" and 16 hex digits: the same for the same directory, so that it is found again.
std::string bout_cgroup_name(const std::filesystem::path& run_directory);

// An empty cgroup for this run; nothing when it cannot be made, or is still in use.
std::optional<std::filesystem::path> make_bout_cgroup(const std::filesystem::path& run_directory);

// Moves this process, where its cgroup was delegated to it, so that bouts' can be limited. Call it before the
// first bout's is made.
void settle_in_cgroup();

// Limits the run's cgroup, if there is one; again after a restart, which had taken the limits off.
limits_in_force limit_bout_cgroup(const std::filesystem::path& run_directory,
                                  const config::limit_settings& limits);

// Kills all that is in it. How many they were. Does nothing when `cgroup` is not this run's.
std::size_t kill_bout_cgroup(const std::filesystem::path& run_directory, const std::filesystem::path& cgroup);

// Removes it, and those that the agent made in it; fine when there is none. False when something still lives
// in it. `recorded` is what runner.json says: the daemon may have come back in another cgroup.
bool remove_bout_cgroup(const std::filesystem::path& run_directory,
                        const std::filesystem::path& recorded = {});

}  // namespace arena
