// The words that problems are told in: values shown without giving a secret away, and the nearest valid key.
#pragma once

#include "config/load.hpp"
#include "config/node.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::config {

// A value in quotes, on one line, cut to 60 UTF-16 units. What looks like a key or token of the arena is
// masked, and so is the user part of a URL.
std::string shown(std::string_view value);
// The same without quotes and length limit, for text that must stay whole.
std::string without_secrets(std::string_view value);

// What was found, for "expected …, found …": "'text'", "nothing", "a list", "a mapping". A scalar that holds
// a reference is shown as it stands in the file, never with what the reference stands for.
std::string described(const node& found);

// The candidate that was most likely meant: the least edit distance (a swap of neighbours counts as one),
// case, '-' and '_' aside, within a third of the length; else one that begins like it. Nothing when none is
// near.
std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates);

// "a, b and c".
std::string joined(const std::vector<std::string>& words, std::string_view last_word = "and");

// By line and column, those of no line first; the order within a place is kept.
void sort_by_place(std::vector<problem>& problems);

}  // namespace arena::config
