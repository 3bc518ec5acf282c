// The configuration in force, for a person.
#pragma once

#include "config/config.hpp"

#include <string>

namespace arena::config {

// Every setting as YAML that parse() would read. Keys, tokens and the values of `env` are masked
// ("aa_1f…(67)"), and so is, in other texts, what looks like a key and what came from a file, a credential or
// a variable that sounds like a secret. Optional settings that are not set are left out.
std::string show(const settings& config);

}  // namespace arena::config
