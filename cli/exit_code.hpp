// What the exit codes of `bouts` mean: one thing each.
#pragma once

#include "core/base/error.hpp"

#include <string>
#include <vector>

namespace bouts::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_usage = 2;       // also a value that breaks a rule: errc::invalid
inline constexpr int exit_not_passed = 3;  // it was answered, and the answer is no

// Never 0; the same kind always has the same code.
int exit_code(errc kind) noexcept;

struct exit_meaning {
  int code;
  std::string text;
};
// All of them, for the manual page.
std::vector<exit_meaning> exit_meanings();
// The table for `--help`.
std::string exit_code_help();

}  // namespace bouts::cli
