// Finding again what an earlier daemon started: the runner of a run directory, or how it ended.
//
// Three witnesses, in this order: the lock on the directory, which is held from before there is a runner to
// its last instant; exit.json, its last act; and the process that runner.json names, which counts only when
// start time and boot id are the recorded ones as well.
#pragma once

#include "core/base/error.hpp"
#include "daemon/runner_process.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <optional>

namespace arena {

enum class runner_trace {
  none,     // never started here, or it ended before the agent could
  working,  // it lives, and the agent with it
  ended,    // exit.json tells how; see read_runner_exit()
  died,     // it was killed, or the machine went down: what the agent left may still be there
};

struct runner_sighting {
  runner_trace trace = runner_trace::none;
  std::optional<runner_process> process;  // exactly with `working`
};

// What is there now. Suspends, for at most 5 s, while a runner is just starting or just ending. errc::busy
// when after that time the directory is still locked and nobody has signed for it (a runner that is stopped);
// errc::io when it cannot be looked at. In both cases nothing is known and it is to be asked again.
boost::asio::awaitable<bouts::result<runner_sighting>> look_for_runner(boost::asio::any_io_executor executor,
                                                                       std::filesystem::path run_directory);

}  // namespace arena
