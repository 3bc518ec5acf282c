// The keys of an agent that say which program it is and how its output is read: preset, prompt_template and
// dialect (docs/agents.md).
#pragma once

#include "config/config.hpp"
#include "config/fields.hpp"

namespace arena::config {

field<agent_settings> preset_key();
field<agent_settings> prompt_template_key();
// A name, or the rules of a program that has none.
field<agent_settings> dialect_key();

}  // namespace arena::config
