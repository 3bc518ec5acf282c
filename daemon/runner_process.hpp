// Starting arena-runner, and learning how it ended (DESIGN.md, The runner; the runner's own --help).
#pragma once

#include "config/config.hpp"
#include "core/base/error.hpp"
#include "daemon/programs.hpp"
#include "runner/descriptor.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

struct runner_order {
  std::filesystem::path directory;          // the run directory, with the input in it
  std::string input = "challenge.json";     // the file there that becomes the agent's standard input
  std::vector<std::string> command;         // argv of the agent; not empty
  environment variables;                    // exactly what the agent gets
  std::filesystem::path working_directory;  // absolute
  std::chrono::milliseconds timeout{0};     // TERM this long from now; > 0
  std::chrono::milliseconds grace{0};       // KILL this long after
  config::limit_settings limits;
  std::optional<std::uint32_t> uid;  // both or none
  std::optional<std::uint32_t> gid;
  std::filesystem::path cgroup;  // an empty cgroup v2 directory for the agent; empty for none
};

enum class end_reason { exited, deadline, cancelled, spawn_failed };

// What exit.json says.
struct runner_exit {
  end_reason reason = end_reason::exited;
  std::optional<int> exit_code;
  std::optional<int> signal;
  bool term_sent = false;
  bool kill_sent = false;
  std::uint64_t killed_processes = 0;
  std::uint64_t stdout_bytes = 0;
  std::uint64_t stderr_bytes = 0;
  std::uint64_t stdout_cut = 0;
  std::uint64_t stderr_cut = 0;
  bool drain_incomplete = false;
  std::string write_error;
  std::string spawn_error;
  std::chrono::milliseconds duration{0};

  // "exit code 3", "signal 9 (Killed)", "python3: No such file or directory".
  std::string describe() const;
};

// errc::bad_answer when the text is not what a runner writes.
bouts::result<runner_exit> parse_runner_exit(std::string_view text);

// How the run of this directory ended. errc::spawn, with the runner's own words, when it left no record.
// Removes the run's cgroup. REQUIRES that the runner has ended.
bouts::result<runner_exit> read_runner_exit(const std::filesystem::path& run_directory);

class runner_process {
 public:
  // Starts the runner. errc::spawn when it could not be started, errc::busy when another one is at work in
  // the directory.
  static bouts::result<runner_process> start(const boost::asio::any_io_executor& executor,
                                             const std::filesystem::path& program, const runner_order& order);

  // One that an earlier daemon started, and that look_for_runner() found. `pidfd` is of this very process.
  static runner_process adopt(const boost::asio::any_io_executor& executor, int pid, runner::descriptor pidfd,
                              std::filesystem::path directory);

  // Asks it to stop the agent (TERM, grace, KILL). May be repeated; fine when it has ended.
  void cancel() noexcept;
  // Comes back when the runner has ended, and was reaped if it was started here: read_runner_exit().
  boost::asio::awaitable<bouts::result<runner_exit>> wait();

  int pid() const noexcept { return pid_; }

 private:
  runner_process(int pid, boost::asio::posix::stream_descriptor pidfd, std::filesystem::path directory);

  int pid_;
  boost::asio::posix::stream_descriptor pidfd_;
  std::filesystem::path directory_;
};

}  // namespace arena
