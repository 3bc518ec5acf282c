// The configuration in force, for a person.
#pragma once

#include "config/config.hpp"

#include <string>

namespace arena::config {

// Every setting as YAML that parse() would read. Keys, tokens and the values of `env` are masked
// ("aa_1f…(67)"), and so is what looks like a key in other texts. Optional settings that are not set are left
// out.
std::string show(const settings& config);

}  // namespace arena::config
