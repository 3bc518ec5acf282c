// The control API's answers as JSON. What is not known is null. Texts from outside are redacted by the view.
#pragma once

#include "control/view.hpp"
#include "httpd/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arena::control {

std::string status_json(const view& of);
std::string agents_json(const view& of);
// {"draining","bouts_at_work"}: what a drain has brought about so far, of all agents; or of one, with
// "agent".
std::string draining_json(const view& of, const std::optional<std::string>& agent);
// {"message"}: what a reload has changed.
std::string reloaded_json(std::string_view message);
std::string bouts_json(const view& of, const std::vector<bout_state_now>& all);
std::string bout_json(const view& of, const bout_state_now& one);
// The same, with the last lines of its logs as `tails` has them (bout_stream.hpp).
std::string bout_json(const view& of, const bout_state_now& one, const std::string& tails);
// Fit to be shown: without secrets and control characters.
std::string shown(const view& of, std::string_view text);

httpd::answer json_answer(int status, std::string body);
// {"error":{"code","message"}}
httpd::answer error_answer(int status, std::string_view code, std::string_view message);
// With the status and the code that its kind has.
httpd::answer error_answer(const bouts::error& why);

}  // namespace arena::control
