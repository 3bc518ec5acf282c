// Rules of sessions (API.md, "Session flow"): opening one starts the clock and takes the entry off the
// assigned list.
#pragma once

#include "sandbox/arena_state.hpp"

#include <optional>
#include <string_view>

namespace arena::sandbox {

struct opening {
  const session* opened;
  bool existing;  // an open session was there already
};

// Enters the challenge where the agent has no entry yet. 404, 403 ENVIRONMENT_MISMATCH, 400 NOT_ENTERABLE.
answer_or_refusal<opening> open_session(arena_state& arena, const caller& who, std::string_view challenge_id,
                                        wall_time now);

// One's own session: 404 for those of others, 403 ENVIRONMENT_MISMATCH for one's own in the other world.
answer_or_refusal<session*> see_session(const arena_state& arena, const caller& who,
                                        std::string_view session_id);

// Whether what belongs to this entry may be seen by the caller: as see_session().
answer_or_refusal<void> check_owner(const arena_state& arena, const caller& who, const entry& which,
                                    std::string_view what);

// The earlier of the session's expiry and the challenge's end.
std::optional<wall_time> submission_deadline(const session& which, const challenge& of) noexcept;

}  // namespace arena::sandbox
