// Waiting for a submission to be judged, with the progress on a terminal.
#pragma once

#include "cli/command.hpp"
#include "core/base/time.hpp"
#include "core/wire/models.hpp"

#include <string>

namespace bouts::cli {

// What `--wait-seconds` and `--every` of `given` say. Shows the submission as it was in the end;
// exit_not_passed when it is not `completed`. `given` outlives the call.
boost::asio::awaitable<result<int>> follow_and_show(context& with, submission_id id, const values& given);

parameter wait_seconds_parameter();

// The line that stands on the terminal meanwhile: "⠹ judging  12s of at most 5m00s". `beat` counts up. Pure.
std::string progress_line(const std::string& status, milliseconds passed, milliseconds limit, unsigned beat);

}  // namespace bouts::cli
