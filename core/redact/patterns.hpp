// The shapes of what must not leave the machine: one table, a row for each.
#pragma once

#include "core/redact/plausible.hpp"

#include <span>
#include <string>
#include <string_view>

namespace arena::redaction {

struct pattern {
  std::string_view kind;    // what spectators read in its place
  std::string expression;   // RE2 syntax; the group that matched is the secret, without groups all of it
  std::string_view reason;  // for whoever wonders why this is redacted
  bool (*plausible)(const found&) = nullptr;  // asked before a match counts; nullptr: each counts
};

std::span<const pattern> patterns();

}  // namespace arena::redaction
