#include "daemon/delegated_cgroup.hpp"

#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>
#include <system_error>

namespace arena {

namespace {

namespace fs = std::filesystem;

// cgroupfs takes a value by one write(2) or not at all; a stream would not tell.
bool put(const fs::path& file, const std::string& value) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return false;
  }
  const bool written = ::write(fd, value.data(), value.size()) == static_cast<ssize_t>(value.size());
  ::close(fd);
  return written;
}

bool limit(const fs::path& file, std::uint64_t value) {
  return value > 0 && put(file, std::to_string(value));
}

}  // namespace

fs::path group_of_bouts(const fs::path& own) {
  return own.filename() == supervisor_group ? own.parent_path() : own;
}

bool is_delegated(const fs::path& cgroup) {
  // CGROUP_DELEGATION.md of systemd; trusted.* is only for root to read.
  for (const char* mark : {"user.delegate", "trusted.delegate"}) {
    char value = 0;
    if (::getxattr(cgroup.c_str(), mark, &value, sizeof(value)) == 1 && value == '1') {
      return true;
    }
  }
  return false;
}

bool prepare_for_limits(const fs::path& service) {
  const auto supervisor = service / supervisor_group;
  std::error_code ec;
  fs::create_directory(supervisor, ec);
  if (ec || !put(supervisor / "cgroup.procs", "0")) {  // "0" is whoever writes it
    return false;
  }
  bool any = false;
  for (const char* controller : {"+memory", "+pids"}) {
    any = put(service / "cgroup.subtree_control", controller) || any;
  }
  if (!any) {
    put(service / "cgroup.procs", "0");
    fs::remove(supervisor, ec);
  }
  return any;
}

limits_in_force limit_group(const fs::path& cgroup, const config::limit_settings& limits) {
  limits_in_force kept;
  if (cgroup.empty()) {
    return kept;
  }
  kept.memory = limit(cgroup / "memory.max", limits.memory);
  if (kept.memory) {
    put(cgroup / "memory.swap.max", "0");  // else the limit would only say when swapping begins
  }
  kept.processes = limit(cgroup / "pids.max", static_cast<std::uint64_t>(limits.processes));
  return kept;
}

}  // namespace arena
