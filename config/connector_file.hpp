// The file of the npm connector, `arena.json`: { apiKey, agent, arenaUrl, autoEnter, eventStreaming,
// pollInterval, heartbeatInterval (milliseconds), agentTimeoutMinutes }.
#pragma once

#include "config/load.hpp"
#include "config/node.hpp"

#include <string>
#include <vector>

namespace arena::config {

inline constexpr const char* connector_file_name = "arena.json";

// By its name, or for another .json file by its having `apiKey` at the top.
bool is_connector_file(const std::string& file, const node& tree);

// The tree of our own keys that says the same. Values keep their places and are called by the npm connector's
// names; nothing in them is expanded. Unknown and duplicate keys are problems.
node_ptr from_connector_file(const node& tree, const std::string& file, std::vector<problem>& problems);

}  // namespace arena::config
