// Whether the daemon is well (its own loops), and whether the arena still knows its agents: two questions,
// for two kinds of remedy. A restart helps with the first and not with the second.
#pragma once

#include "control/view.hpp"
#include "httpd/message.hpp"

#include <optional>
#include <string>

namespace arena::control {

// 200 {"status":"ok"}, or 503 {"status":"stuck","stuck":["nova: poll","journal"]}. Waiting out an outage of
// the arena by the rules is being well.
httpd::answer health(const view& of);
// 200 {"status":"ready"} when the arena has every agent online, or this one; else 503 {"status":"not_ready",
// "agents":[{"name","reason"}]}. 404 for an agent that is not in the configuration.
httpd::answer readiness(const view& of, const std::optional<std::string>& agent);

}  // namespace arena::control
