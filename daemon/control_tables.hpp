// What `status` and `history` print for people, from what the control API says.
#pragma once

#include "core/base/error.hpp"

#include <string>
#include <string_view>

namespace arena {

// Lines, each with its end. errc::bad_answer when the text is not what the API says there.
bouts::result<std::string> status_table(std::string_view status_json);
bouts::result<std::string> history_table(std::string_view history_json);
// "taking no new bouts; 2 are at work" of the answer to a drain, with "nova: " before it when it was of one
// agent, and how many these are; 0 of anything else.
bouts::result<std::string> draining_line(std::string_view draining_json);
long long bouts_at_work(std::string_view draining_json);
// The sentence on what a reload has changed.
bouts::result<std::string> reloaded_line(std::string_view reloaded_json);
// "8a40eb58: cancelled" of one bout.
bouts::result<std::string> bout_line(std::string_view bout_json);

}  // namespace arena
