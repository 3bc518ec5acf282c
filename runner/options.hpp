// The command line of arena-runner. Its only user is the daemon, so it is strict: no abbreviations, no
// defaults for what matters, every option at most once.
#pragma once

#include "runner/failure.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arena::runner {

using std::chrono::milliseconds;

// Ample for any challenge; keeps sums of two durations far from overflow.
inline constexpr milliseconds longest_duration = std::chrono::days(365);
inline constexpr milliseconds default_drain{2000};

struct account {
  uid_t uid = 0;
  gid_t gid = 0;
};

struct options {
  std::string run_dir;                   // --dir: holds challenge.json; records and logs are written there
  std::string input = "challenge.json";  // --input: the file in it that becomes the agent's stdin
  std::string cwd;                       // --cwd: where the agent is started
  milliseconds timeout{};                // --timeout-ms: from the agent's start to SIGTERM
  milliseconds grace{};                  // --grace-ms: from SIGTERM to SIGKILL
  milliseconds drain =
      default_drain;             // --drain-ms: how long output may still be read when no process is left
  std::uint64_t output_cap = 0;  // --output-cap: bytes kept of stdout, and as many of stderr
  std::optional<std::uint64_t> memory;      // --memory: bytes of address space, RLIMIT_AS
  std::optional<std::uint64_t> processes;   // --processes: RLIMIT_NPROC, which counts by user
  std::optional<std::uint64_t> open_files;  // --open-files: RLIMIT_NOFILE
  std::optional<account> user;              // --uid and --gid, only together
  std::string cgroup;                // --cgroup: an empty cgroup v2 directory for the agent; "" for none
  std::vector<std::string> command;  // what follows "--"; never empty
};

// `arguments` without the program's name. The error is a sentence for stderr.
result<options> parse_options(std::span<const char* const> arguments);

std::string_view usage() noexcept;

}  // namespace arena::runner
