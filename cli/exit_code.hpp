// What the exit codes of `bouts` mean: one thing each.
#pragma once

#include "core/base/error.hpp"

#include <string>

namespace bouts::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_usage = 2;       // also a value that breaks a rule: errc::invalid
inline constexpr int exit_not_passed = 3;  // judged, but failed, rejected or invalidated

// Never 0; the same kind always has the same code.
int exit_code(errc kind) noexcept;

// The table for `--help`.
std::string exit_code_help();

}  // namespace bouts::cli
