// What runner.json says: how a runner and its agent are known again (DESIGN.md, The runner).
#pragma once

#include "core/base/error.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

struct runner_marks {
  pid_t pid = 0;
  std::uint64_t start_time = 0;  // field 22 of /proc/PID/stat
  std::string boot_id;
  pid_t agent_pid = 0;  // also its session
  std::uint64_t agent_start_time = 0;
  std::filesystem::path cgroup;  // that the agent was put into; empty for none
};

// errc::bad_answer when the text is not what a runner writes.
bouts::result<runner_marks> parse_runner_marks(std::string_view text);

// Nothing when the run directory holds none. errc::io when it cannot be read.
bouts::result<std::optional<runner_marks>> read_runner_marks(const std::filesystem::path& run_directory);

}  // namespace arena
