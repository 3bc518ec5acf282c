// What a fault makes of a request.
#pragma once

#include "sandbox/arena_state.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/http_message.hpp"

#include <optional>

namespace arena::sandbox {

// The answer to a request that was hit; nothing: the connection is closed without one. The delay has passed
// already.
std::optional<answer> answer_with_fault(arena_state& arena, const fault& one, const request& in,
                                        wall_time now);

}  // namespace arena::sandbox
