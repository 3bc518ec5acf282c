// Everything an attempt needs before its agent can start: the run directory with the challenge in it, and the
// order for arena-runner.
#pragma once

#include "daemon/agent_environment.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/runner_process.hpp"

namespace arena {

struct layout {
  run_directory directory;
  runner_order order;
};

// `state`: the state directory. errc::io when something cannot be written, errc::invalid when the configured
// user does not exist. May be repeated for a later attempt.
bouts::result<layout> lay_out(const std::filesystem::path& state, const config::agent_settings& agent,
                              const attempt_facts& facts, bouts::milliseconds grace, const environment& ours);

}  // namespace arena
