// What `arena-connect check` found: a row for each thing that was looked at.
#pragma once

#include "daemon/exit_codes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

enum class check_mark {
  good,
  warned,  // it works, but is not as it should be
  failed,
  skipped,  // nothing is known: something before it failed, or it does not apply
};

struct check_row {
  check_mark mark = check_mark::good;
  std::string agent;                         // its name in the configuration; empty: of all
  std::string subject;                       // "DNS", "key"
  std::string found;                         // what there is, or why it failed
  std::string remedy = {};                   // what to do about it; only of warned and failed ones
  exit_code code = exit_code::check_failed;  // of the command, when this is the first failed row
};

// For people: mark, agent, subject and what was found; the remedy on a line below. `redact` makes a text fit
// to be shown.
std::string check_text(const std::vector<check_row>& rows);
// {"ok":bool,"checks":[{"mark","agent","subject","found","remedy"}],"configuration":"…"}; `agent` and
// `remedy` may be null, and so is `configuration` where there is none.
std::string check_json(const std::vector<check_row>& rows, const std::optional<std::string>& configuration);
// Of the first row that failed; ok when none did.
exit_code check_code(const std::vector<check_row>& rows);

}  // namespace arena
