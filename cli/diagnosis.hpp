// What `bouts doctor` found, and how it is told. Pure.
#pragma once

#include "cli/table.hpp"
#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/wire/account_models.hpp"

#include <string>
#include <vector>

namespace bouts::cli {

enum class mark { pass, warn, fail, skipped };

struct finding {
  std::string check;  // "dns"
  cli::mark mark;
  std::string reason;         // what was seen
  std::string remedy;         // what to do about it; empty when nothing
  errc kind = errc::invalid;  // of a failure
};

// A failure of `check`, with the remedy for its kind.
finding failed(std::string check, const error& why);

// How far the arena's clock is from ours.
finding judge_clock(milliseconds offset);

// Whether the token may do what a bout needs, by the checks of dry runs: those that name a scope and fail,
// and those that list what the token has.
finding judge_scopes(const std::vector<dry_run_check>& checks);

// 0, or the code of the first failure (exit_code.hpp).
int exit_code_of(const std::vector<finding>& all) noexcept;

std::string to_text(const std::vector<finding>& all, const style& how);
std::string to_json(const std::vector<finding>& all);

}  // namespace bouts::cli
