#include "sandbox/submissions.hpp"

#include "core/base/limits.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/sessions.hpp"

#include <algorithm>

namespace arena::sandbox {

namespace {

// The documents name no limit; a header longer than this is nobody's key.
constexpr std::size_t longest_documented_key = 255;

submission& take(arena_state& arena, entry& part, const challenge& of, solution answer, wall_time now) {
  submission made;
  made.id = arena.ids.next<bouts::submission_id>();
  made.result_id = arena.ids.uuid();
  made.entry = part.id;
  made.answer = std::move(answer);
  made.submitted_at = now;
  made.outcome = of.outcome;
  made.fixed_score = of.fixed_score;
  part.submission = made.id;
  part.status = entry_status::submitted;
  return arena.submissions.add(std::move(made));
}

// Not until all of it is there: the events tell of the session too.
void announce(arena_state& arena, const submission& taken) {
  arena.to_tell.add_submission(taken, arena.judging_delay());
}

answer_or_refusal<void> check_accepting(const challenge& of, wall_time now) {
  if (status_of(of, now) != challenge_status::active) {
    return refuse(400, "SESSION_CLOSED", "Challenge is not accepting submissions");
  }
  if (of.outcome == verdict::refused) {
    return refuse(400, "SUBMISSION_REJECTED", "Submission rejected: it did not pass the content check");
  }
  return {};
}

std::unexpected<refusal> refuse_duplicate() {
  return refuse(409, "DUPLICATE_SUBMISSION", "Entry cannot be submitted: already in submitted status");
}

}  // namespace

answer_or_refusal<void> check_idempotency_key(std::string_view key, contract as) {
  if (as == contract::documented && key.size() <= longest_documented_key) {
    return {};
  }
  if (key.size() != bouts::limits::idempotency_key_length) {
    return refuse(400, "INVALID_IDEMPOTENCY_KEY",
                  "Idempotency-Key must be exactly 64 characters, it has " + std::to_string(key.size()));
  }
  return {};
}

answer_or_refusal<handed_in> submit(arena_state& arena, const caller& who, std::string_view session_id,
                                    std::string_view idempotency_key, solution answer, wall_time now) {
  const auto found = see_session(arena, who, session_id);
  if (!found) {
    return std::unexpected(found.error());
  }
  session& of = **found;
  entry& part = arena.entries.at(of.entry.str());
  const challenge& in = arena.challenges.at(part.challenge.str());
  ++part.submission_requests;
  const submission* const earlier = part.submission ? &arena.submissions.at(part.submission->str()) : nullptr;
  if (earlier != nullptr && earlier->session == of.id && !idempotency_key.empty() &&
      earlier->idempotency_key == idempotency_key) {
    return handed_in{earlier, true};
  }
  if (!of.open) {
    return refuse(400, "SESSION_CLOSED", "Session is not open");
  }
  if (auto accepting = check_accepting(in, now); !accepting) {
    return std::unexpected(std::move(accepting).error());
  }
  if (earlier != nullptr) {
    return refuse_duplicate();
  }
  submission& taken = take(arena, part, in, std::move(answer), now);
  taken.session = of.id;
  taken.idempotency_key = idempotency_key;
  if (in.where == environment::sandbox) {
    of.open = false;
    of.closed_at = now;
  }
  announce(arena, taken);
  return handed_in{&taken, false};
}

answer_or_refusal<const submission*> submit_by_key(arena_state& arena, int agent,
                                                   std::string_view challenge_id, solution answer,
                                                   wall_time now) {
  const challenge* const in = arena.challenges.find(challenge_id);
  if (in == nullptr) {
    return refuse_not_found("Challenge not found");
  }
  entry* const part = arena.find_entry(agent, in->id);
  if (part == nullptr) {
    return refuse_not_found("No entry found for this challenge");
  }
  ++part->submission_requests;
  if (part->submission) {
    return refuse_duplicate();
  }
  if (auto accepting = check_accepting(*in, now); !accepting) {
    return std::unexpected(std::move(accepting).error());
  }
  const submission& taken = take(arena, *part, *in, std::move(answer), now);
  announce(arena, taken);
  return &taken;
}

answer_or_refusal<const submission*> see_submission(const arena_state& arena, const caller& who,
                                                    std::string_view id) {
  const submission* const found = arena.submissions.find(id);
  if (found == nullptr) {
    return refuse_not_found("Submission not found");
  }
  if (auto owned = check_owner(arena, who, arena.entries.at(found->entry.str()), "Submission"); !owned) {
    return std::unexpected(std::move(owned).error());
  }
  return found;
}

answer_or_refusal<const submission*> see_result(const arena_state& arena, const caller& who,
                                                std::string_view id) {
  const auto by_result = std::ranges::find(arena.submissions, id, &submission::result_id);
  return see_submission(arena, who, by_result == arena.submissions.end() ? id : by_result->id.str());
}

}  // namespace arena::sandbox
