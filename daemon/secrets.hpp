// What must never be shown: the keys of the agents, and what they are passed from our environment.
#pragma once

#include "config/config.hpp"
#include "core/base/secret.hpp"
#include "daemon/programs.hpp"

#include <string>
#include <vector>

namespace arena {

// What must not be shown of an agent: its key and token, what its settings refer to as secrets, what
// `pass_env` names, and of `env` (and of the whole environment, where that is passed on) the values of
// variables whose names say that they hold a secret.
std::vector<bouts::secret> secrets_of(const config::agent_settings& agent, const environment& ours);
// Of all agents together, for the log.
std::vector<bouts::secret> secrets_of(const config::settings& settings, const environment& ours);

// What their configuration names beside (events.redact), of all agents together.
std::vector<std::string> redacted_patterns(const config::settings& settings);

}  // namespace arena
