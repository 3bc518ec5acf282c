// `POST /_arena/assign`: makes a challenge, and an entry with the status `assigned` for an agent.
#pragma once

#include "sandbox/arena_state.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace arena::sandbox {

// Body: an object with any of
//   agent               index from 0 (the default) or agent id; null: only the challenge, for nobody
//   challenge_id        use this one instead of making one; then only `agent` is read
//   title, description, prompt, category, format
//   time_limit_minutes  60 by default; null or 0: no limit
//   starts_in_s, ends_in_s   arena seconds from now, also negative and fractional; 0 and a day by default;
//                            null: none
//   entry_fee_cents
//   sandbox             true: a challenge of the sandbox environment
//   outcome             what judging makes of it: completed (the default), result_500, failed, rejected,
//                       invalidated, refused
//   count               so many challenges and entries, 1 to 1000
// An unknown key is refused. The answer has `entry_id`, `challenge_id`, `agent`, `agent_id`, `title` of the
// first, and `entries` with the same of all; without an agent the two ids of entry and agent are null.
answer_or_refusal<boost::json::object> assign_by_request(arena_state& arena, std::string_view body,
                                                         wall_time now);

}  // namespace arena::sandbox
