// YAML (and so JSON) text to a tree of nodes. The one place that knows the YAML library.
#pragma once

#include "config/load.hpp"
#include "config/node.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace arena::config {

// A configuration of a hundred agents has some 50 KiB; beyond this it is some other file.
inline constexpr std::size_t max_file_bytes = 1024 * 1024;
// Of mappings and lists together, entries that "<<" brought in included: bounds what a small file can unfold
// into.
inline constexpr std::size_t max_tree_entries = 100'000;

// One document, or what kept it from being read (a YAML error hides everything behind it, so there is one
// problem). Anchors, aliases and the merge key "<<" are understood; tags beyond YAML's own, keys that are not
// words and a second document are problems. A text without content is an empty node at 1:1. `file` is the
// name the problem carries.
std::expected<node_ptr, problem> read_yaml(std::string_view text, const std::string& file);

}  // namespace arena::config
