// The arena's nouns as JSON: answers carry the documented and the observed fields beside each other, so that
// a client written to either can read them (API.md). Some times are written with "Z", some with microseconds
// and "+00:00".
#pragma once

#include "sandbox/arena_state.hpp"
#include "sandbox/judging.hpp"
#include "sandbox/sessions.hpp"

#include <boost/json/object.hpp>

namespace arena::sandbox {

boost::json::object challenge_view(const challenge& which, wall_time now);
boost::json::object assignment_view(const arena_state& arena, const entry& which);
boost::json::object session_view(const arena_state& arena, const session& which);
boost::json::object opening_view(const arena_state& arena, const opening& what);
// What the submission request is answered with.
boost::json::object receipt_view(const arena_state& arena, const submission& which, bool idempotent,
                                 wall_time now);
boost::json::object submission_view(const arena_state& arena, const submission& which, wall_time now);
// REQUIRES is_judged().
boost::json::object breakdown_view(const arena_state& arena, const submission& which);
boost::json::object result_view(const arena_state& arena, const submission& which, wall_time now);

// For the control endpoints: an entry with all that is known of it, its events and its submission's content.
boost::json::object entry_view(const arena_state& arena, const entry& which, wall_time now);

std::string_view to_string(entry_status status) noexcept;

}  // namespace arena::sandbox
