// What the environment and the command line put over the file: flags > environment > file.
#pragma once

#include "config/load.hpp"
#include "config/node.hpp"
#include "config/reader.hpp"

#include <string>
#include <vector>

namespace arena::config {

// The file's tree with ARENA_URL, BOUTS_BASE_URL, ARENA_API_KEY, BOUTS_API_KEY, ARENA_AGENT_TIMEOUT_MINUTES
// and the flags over it, as nodes that carry the flag's or variable's name. An empty variable counts as
// unset.
//
// What belongs to one agent goes to the file's only agent; where there is no file, or no agent in it and the
// flags give one, that agent is made. With several agents such a flag is a problem, and such a variable is
// left alone: it is there to be referred to. `file` is the file's name.
node_ptr with_overrides(node_ptr tree, tree_source source, const std::string& file, const flags& given,
                        const surroundings& around, std::vector<problem>& problems);

// Whether flags or environment alone say anything that makes an agent.
bool make_an_agent(const flags& given, const surroundings& around);

}  // namespace arena::config
