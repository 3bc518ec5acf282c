#include "daemon/runner_sighting.hpp"

#include "aio/event.hpp"
#include "daemon/clock.hpp"
#include "daemon/held_process.hpp"
#include "daemon/run_lock.hpp"
#include "daemon/runner_marks.hpp"

#include <utility>

namespace arena {

namespace {

namespace asio = boost::asio;
using bouts::errc;

constexpr std::chrono::seconds longest_start{5};  // fsync on a busy disk included
constexpr std::chrono::milliseconds between_looks{10};

std::optional<held_process> find_living(const runner_marks& marks) {
  const auto boot_id = runner::read_boot_id();
  if (!boot_id || *boot_id != marks.boot_id) {
    return std::nullopt;
  }
  auto process = held_process::open(marks.pid);
  const auto stat = process ? process->stat() : std::nullopt;
  return stat && stat->start_time == marks.start_time ? std::move(process) : std::nullopt;
}

runner_sighting take_over(const asio::any_io_executor& executor, held_process process,
                          const std::filesystem::path& directory) {
  const pid_t pid = process.pid();
  return {runner_trace::working,
          runner_process::adopt(executor, pid, std::move(process).release(), directory)};
}

// Nothing when it is too early to say.
bouts::result<std::optional<runner_sighting>> look_once(const asio::any_io_executor& executor,
                                                        const std::filesystem::path& directory) {
  // Before the records: when it is found free, they are complete.
  const auto locked = is_run_locked(directory);
  if (!locked) {
    return std::unexpected(locked.error());
  }
  std::error_code ec;
  if (std::filesystem::exists(directory / "exit.json", ec)) {
    return runner_sighting{runner_trace::ended, std::nullopt};
  }
  const auto marks = read_runner_marks(directory);
  if (!marks && marks.error().kind != errc::bad_answer) {
    return std::unexpected(marks.error());
  }
  if (marks && *marks) {
    if (auto process = find_living(**marks)) {
      return take_over(executor, std::move(*process), directory);
    }
  }
  if (*locked) {
    return std::nullopt;
  }
  // A record that cannot be read was written by somebody all the same.
  const bool signed_for = !marks || marks->has_value();
  return runner_sighting{signed_for ? runner_trace::died : runner_trace::none, std::nullopt};
}

}  // namespace

asio::awaitable<bouts::result<runner_sighting>> look_for_runner(asio::any_io_executor executor,
                                                                std::filesystem::path run_directory) {
  const auto give_up = mono_now() + longest_start;
  for (;;) {
    auto seen = look_once(executor, run_directory);
    if (!seen) {
      co_return std::unexpected(seen.error());
    }
    if (*seen) {
      co_return std::move(**seen);
    }
    if (mono_now() >= give_up) {
      co_return bouts::fail(errc::busy, "the run directory " + run_directory.string() +
                                            " is locked, but not by a runner that could be recognised");
    }
    co_await aio::sleep_for(between_looks);
  }
}

}  // namespace arena
