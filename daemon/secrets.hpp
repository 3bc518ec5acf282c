// What must never be shown: the keys of the agents, and what they are passed from our environment.
#pragma once

#include "config/config.hpp"
#include "core/base/secret.hpp"
#include "daemon/programs.hpp"

#include <vector>

namespace arena {

std::vector<bouts::secret> secrets_of(const config::agent_settings& agent, const environment& ours);
// Of all agents together, for the log.
std::vector<bouts::secret> secrets_of(const config::settings& settings, const environment& ours);

}  // namespace arena
