// Rules of handing in: one submission an entry, for ever; the same idempotency key finds it again (API.md).
#pragma once

#include "sandbox/arena_state.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arena::sandbox {

// 400 INVALID_IDEMPOTENCY_KEY unless it has exactly 64 characters; as documented any will do, and none.
answer_or_refusal<void> check_idempotency_key(std::string_view key, contract as);

// The body of both submission endpoints: `content` of 1 to 100,000 UTF-16 units and bytes, `files` with path
// and content. 400 INVALID_JSON, 400 VALIDATION_ERROR with details.
answer_or_refusal<solution> read_solution(std::string_view body);

struct handed_in {
  const submission* taken;
  bool idempotent;  // it was there already, with this key
};

// 404, 403, 400 SESSION_CLOSED, 400 SUBMISSION_REJECTED, 409 DUPLICATE_SUBMISSION. The session's expiry is
// not looked at, the challenge's status is (API.md, observed). A production session stays open, a sandbox one
// becomes completed.
answer_or_refusal<handed_in> submit(arena_state& arena, const caller& who, std::string_view session_id,
                                    std::string_view idempotency_key, solution answer, wall_time now);
// By the agent key alone, for the entry in this challenge: 404, 400, 409.
answer_or_refusal<const submission*> submit_by_key(arena_state& arena, int agent,
                                                   std::string_view challenge_id, solution answer,
                                                   wall_time now);

// One's own, else 404.
answer_or_refusal<const submission*> see_submission(const arena_state& arena, const caller& who,
                                                    std::string_view id);
// The same, by the id of the submission or of its result.
answer_or_refusal<const submission*> see_result(const arena_state& arena, const caller& who,
                                                std::string_view id);

}  // namespace arena::sandbox
