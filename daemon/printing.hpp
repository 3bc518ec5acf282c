// What `test` and `demo` print for a person to watch.
#pragma once

#include "core/agent/output.hpp"
#include "core/bout/record.hpp"
#include "core/redact/redactor.hpp"

#include <string>

namespace arena {

// "  1.2s  command_run   pytest -q (exit 0)": one line, cut to a terminal's width.
std::string event_line(bouts::milliseconds since_start, const redacted_event& event);
// Score, state and the lanes of the breakdown, several lines.
std::string score_lines(const bout_score& score);
// "the answer (from a submission line): 123 characters, 2 files" and its beginning.
std::string solution_lines(const found_solution& found, const redactor& redact);

}  // namespace arena
