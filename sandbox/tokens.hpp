// Rules of API tokens: what is made, what is told of them, how they end. Only a web session may (API.md).
#pragma once

#include "sandbox/arena_state.hpp"

#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

namespace arena::sandbox {

// 400 INVALID_JSON, VALIDATION_ERROR with details; 500 DB_ERROR for a U+0000. `expires_in_days` is a duration
// of the arena's time.
answer_or_refusal<const api_token*> create_token(arena_state& arena, int agent, std::string_view body,
                                                 wall_time now);
// Of the agent's account and not revoked, oldest first.
std::vector<const api_token*> list_tokens(const arena_state& arena, int agent);
// Without its text.
boost::json::object token_view(const api_token& which);
// With `token`: shown once, when it is made.
boost::json::object created_token_view(const api_token& which);

}  // namespace arena::sandbox
