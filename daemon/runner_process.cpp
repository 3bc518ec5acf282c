#include "daemon/runner_process.hpp"

#include "core/base/text.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/fail_points.hpp"
#include "daemon/files.hpp"
#include "daemon/run_lock.hpp"
#include "daemon/runner_marks.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <system_error>

namespace arena {

namespace {

namespace asio = boost::asio;
using bouts::errc;
using bouts::fail;

constexpr std::size_t max_record_bytes = 64 * 1024;     // exit.json has a few hundred
constexpr std::size_t max_complaint_bytes = 64 * 1024;  // runner.log holds a line at most
constexpr std::size_t shown_complaint_units = 300;

std::vector<std::string> arguments_of(const runner_order& order) {
  std::vector<std::string> words;
  const auto add = [&words](const char* option, std::string value) {
    words.emplace_back(option);
    words.push_back(std::move(value));
  };
  add("--dir", order.directory.string());
  add("--input", order.input);
  add("--cwd", order.working_directory.string());
  add("--timeout-ms", std::to_string(order.timeout.count()));
  add("--grace-ms", std::to_string(order.grace.count()));
  add("--output-cap", std::to_string(order.limits.output));
  if (order.limits.memory > 0) {
    add("--memory", std::to_string(order.limits.memory));
  }
  if (order.limits.processes > 0) {
    add("--processes", std::to_string(order.limits.processes));
  }
  if (order.limits.open_files > 0) {
    add("--open-files", std::to_string(order.limits.open_files));
  }
  if (order.uid && order.gid) {
    add("--uid", std::to_string(*order.uid));
    add("--gid", std::to_string(*order.gid));
  }
  if (!order.cgroup.empty()) {
    add("--cgroup", order.cgroup.string());
  }
  words.emplace_back("--");
  words.insert(words.end(), order.command.begin(), order.command.end());
  return words;
}

std::string runner_log(const std::filesystem::path& directory) {
  return (directory / "runner.log").string();
}

// A group in which something still lives (killed, but asleep in the kernel) stays; the next run goes without.
void forget_cgroup(const std::filesystem::path& directory) {
  const auto marks = read_runner_marks(directory);
  remove_bout_cgroup(directory, marks && *marks ? (*marks)->cgroup : std::filesystem::path());
}

}  // namespace

bouts::result<runner_process> runner_process::start(const asio::any_io_executor& executor,
                                                    const std::filesystem::path& program,
                                                    const runner_order& order) {
  // The runner gets it as its standard input, and we let go of it when we return.
  const auto lock = lock_run(order.directory);
  if (!lock) {
    return std::unexpected(lock.error());
  }
  const auto pid = spawn({.program = program,
                          .arguments = arguments_of(order),
                          .variables = order.variables,
                          .in = lock->get(),
                          .error_log = runner_log(order.directory)});
  if (!pid) {
    return std::unexpected(pid.error());
  }
  fail_point("run.started");
  // Until we reap it the number is ours, so this cannot get hold of a stranger.
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, *pid, 0));
  if (pidfd < 0) {
    const int cause = errno;
    ::kill(*pid, SIGTERM);
    return fail(errc::spawn, "cannot watch arena-runner: " + std::generic_category().message(cause));
  }
  return runner_process(*pid, asio::posix::stream_descriptor(executor, pidfd), order.directory);
}

bouts::result<runner_exit> read_runner_exit(const std::filesystem::path& run_directory) {
  forget_cgroup(run_directory);
  const auto record = read_file(run_directory / "exit.json", max_record_bytes);
  if (record && *record) {
    return parse_runner_exit(**record);
  }
  const auto complaint = read_file(runner_log(run_directory), max_complaint_bytes);
  const std::string said =
      complaint && *complaint ? bouts::printable(bouts::trim(**complaint), shown_complaint_units) : "";
  return fail(errc::spawn, "arena-runner ended without a record" + (said.empty() ? "" : ": " + said));
}

runner_process runner_process::adopt(const asio::any_io_executor& executor, int pid, runner::descriptor pidfd,
                                     std::filesystem::path directory) {
  return runner_process(pid, asio::posix::stream_descriptor(executor, pidfd.release()), std::move(directory));
}

runner_process::runner_process(int pid, asio::posix::stream_descriptor pidfd, std::filesystem::path directory)
    : pid_(pid), pidfd_(std::move(pidfd)), directory_(std::move(directory)) {}

void runner_process::cancel() noexcept {
  if (pidfd_.is_open()) {
    syscall(SYS_pidfd_send_signal, pidfd_.native_handle(), SIGTERM, nullptr, 0);
  }
}

asio::awaitable<bouts::result<runner_exit>> runner_process::wait() {
  co_await pidfd_.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
  siginfo_t info{};
  waitid(P_PIDFD, static_cast<id_t>(pidfd_.native_handle()), &info, WEXITED);
  pidfd_.close();
  fail_point("run.ended");
  co_return read_runner_exit(directory_);
}

}  // namespace arena
