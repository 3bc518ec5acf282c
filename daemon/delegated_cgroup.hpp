// The cgroup that systemd has given a service for its own use (Delegate=yes), made fit for limits.
//
// A cgroup v2 whose members are limited by controllers may hold no process of its own, so the daemon moves
// into a group "supervisor" below the service's, and the bouts' groups stand beside that. Before the next
// daemon is started in the service's group the controllers have to be taken off again
// (packaging/release-cgroup), as systemd learned to start it elsewhere only in version 254
// (DelegateSubgroup=).
//
// docs/decisions/0010-limits-by-cgroup.md
#pragma once

#include "config/config.hpp"

#include <filesystem>
#include <string_view>

namespace arena {

inline constexpr std::string_view supervisor_group = "supervisor";

// Where the groups of bouts are made by a process that is in `own`.
std::filesystem::path group_of_bouts(const std::filesystem::path& own);

// Whether systemd says so: it marks what it delegates.
bool is_delegated(const std::filesystem::path& cgroup);

// Moves this process into the group "supervisor" of `service`, and lets the groups beside it limit memory and
// processes, as far as the machine can. False when that is not to be had; then nothing has changed.
// REQUIRES that `service` is delegated to us and holds no other process.
bool prepare_for_limits(const std::filesystem::path& service);

// What the group really limits.
struct limits_in_force {
  bool memory = false;
  bool processes = false;
};
// Limits what is in the group, as far as its controllers are there.
limits_in_force limit_group(const std::filesystem::path& cgroup, const config::limit_settings& limits);

}  // namespace arena
