// YAML's merge key: "<<: *other" and "<<: [*one, *two]" in a mapping.
#pragma once

#include "config/load.hpp"
#include "config/node.hpp"

#include <cstddef>
#include <expected>

namespace arena::config {

// Takes the "<<" entries out of a mapping and puts in the entries of what they name, where the mapping (or an
// earlier one of them) has no such key. Gives how many came in; a problem, without a file, when one names no
// mapping.
std::expected<std::size_t, problem> resolve_merges(node& mapping);

}  // namespace arena::config
