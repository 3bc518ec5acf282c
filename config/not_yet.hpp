// Settings that are read and checked, but that this release does not act on: whoever sets one is told so.
#pragma once

#include "config/reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arena::config {

// One line that names those of `given` that have no effect yet, by line; nothing when there is none. `file`:
// the configuration's name, may be empty.
std::optional<std::string> not_yet_warning(const std::vector<given_key>& given, const std::string& file);

}  // namespace arena::config
