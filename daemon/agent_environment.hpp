// What the agent finds in its environment and on its standard input (AGENT-CONTRACT.md, What it gets).
#pragma once

#include "config/config.hpp"
#include "core/base/time.hpp"
#include "core/wire/models.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/runner_process.hpp"

#include <optional>
#include <string>

namespace arena {

// What one attempt of a bout is about.
struct attempt_facts {
  bouts::assignment assigned;
  bouts::session_id session;
  bouts::agent_id agent;
  bouts::wall_time deadline{};  // server time
  bouts::milliseconds time_left{0};
  int attempt = 1;
};

// The JSON object for standard input and $ARENA_CHALLENGE_FILE.
std::string challenge_json(const attempt_facts& facts);

// An allow-list of `ours` and what env and pass_env name. Never the arena's keys: variables that hold one are
// left out under any name.
environment chosen_environment(const config::agent_settings& settings, const environment& ours);

// That and the ARENA_* variables, and what env and pass_env name. Never the arena's
// keys: variables that hold one are left out under any name.
environment agent_environment(const config::agent_settings& settings, const attempt_facts& facts,
                              const run_directory& directory, const environment& ours);

}  // namespace arena
