// The tables of every section but the agents', and the whole configuration's.
#pragma once

#include "config/config.hpp"
#include "config/fields.hpp"

#include <string>
#include <vector>

namespace arena::config {

section<arena_settings> arena_keys();
section<control_settings> control_keys();
section<log_settings> log_keys();
section<shutdown_settings> shutdown_keys();
section<retention_settings> retention_keys();
// The top level, agents included.
section<settings> top_keys();

// Every key of the configuration, as "arena.url" and "agents.limits.memory". The sample file has exactly
// these.
std::vector<std::string> all_known_keys();

}  // namespace arena::config
