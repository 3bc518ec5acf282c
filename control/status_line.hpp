// How the daemon is, in one line: what `systemctl status` shows. Pure.
//
//   online: nova-7; idle
//   2 of 3 agents online; nova-7 is running "Fibonacci, but fast", 43m12s left; beta: ping failed: 503
#pragma once

#include "control/view.hpp"

#include <string>
#include <vector>

namespace arena::control {

// `now`: the server's time, which deadlines are told in.
std::string status_line(const std::vector<agent_state>& agents, const std::vector<bout_state_now>& at_work,
                        bouts::wall_time now, bool draining);

}  // namespace arena::control
