// The table of an agent's keys, and the list of agents.
#pragma once

#include "config/config.hpp"
#include "config/fields.hpp"

namespace arena::config {

section<agent_settings> agent_keys();

// "agents" of the top level: reads every agent, names a single one "agent" where it has no name, and sees
// that names are unique and that what an agent cannot do without is there.
field<settings> agents_key();

}  // namespace arena::config
