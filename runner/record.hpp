// The two records a run leaves behind, as text. Pure.
#pragma once

#include "runner/supervision.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arena::runner {

using wall_time = std::chrono::sys_time<milliseconds>;

// runner.json: who runs whom. Written before the agent's first instruction, so that a daemon that comes back
// finds it.
struct runner_record {
  pid_t pid = 0;
  std::uint64_t start_time = 0;  // field 22 of /proc/PID/stat
  std::string boot_id;
  pid_t agent_pid = 0;  // also its process group and its session
  std::uint64_t agent_start_time = 0;
  std::string cgroup;  // the --cgroup given, when the agent was put into it; else ""
  wall_time started_at;
};

// One of the agent's outputs. What it wrote is kept + cut; the log holds the first `kept` bytes of it without
// a gap.
struct output_totals {
  std::uint64_t kept = 0;
  std::uint64_t cut = 0;
};

// exit.json: how the run ended.
struct exit_record {
  end_reason reason = end_reason::exited;
  std::optional<int>
      exit_code;  // neither of the two: it was never executed, or its end could not be waited for
  std::optional<int> signal;
  bool term_sent = false;
  bool kill_sent = false;
  std::uint64_t killed_processes = 0;  // that died of our SIGKILL, the agent itself included
  std::uint64_t left_processes = 0;    // that outlived kill_limit
  output_totals output;
  output_totals errors;
  bool drain_incomplete = false;
  std::optional<std::string> write_error;  // the first one met on either log
  std::optional<std::string> spawn_error;
  wall_time started_at;
  wall_time ended_at;
  milliseconds duration{};
  milliseconds cpu{};             // user and system time of all processes that were waited for
  std::uint64_t max_rss_kib = 0;  // of the largest one of them
};

// One JSON object on one line, with a line feed at the end; always valid UTF-8.
std::string to_json(const runner_record& record);
std::string to_json(const exit_record& record);

// "2026-03-22T10:00:00.123Z"
std::string format_iso8601(wall_time time);

}  // namespace arena::runner
