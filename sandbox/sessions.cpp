#include "sandbox/sessions.hpp"

#include "sandbox/challenges.hpp"

#include <algorithm>

namespace arena::sandbox {

namespace {

std::optional<wall_time> expiry(const arena_state& arena, const challenge& of, wall_time now) {
  if (of.time_limit_minutes.value_or(0) == 0) {
    return std::nullopt;
  }
  return now + arena.scale().real(std::chrono::minutes(*of.time_limit_minutes));
}

const session& start_session(arena_state& arena, entry& part, const challenge& of, wall_time now) {
  session made;
  made.id = arena.ids.next<bouts::session_id>();
  made.entry = part.id;
  made.opened_at = now;
  made.expires_at = expiry(arena, of, now);
  part.session = made.id;
  part.status = entry_status::entered;
  return arena.sessions.add(std::move(made));
}

}  // namespace

answer_or_refusal<opening> open_session(arena_state& arena, const caller& who, std::string_view challenge_id,
                                        wall_time now) {
  const auto found = see_challenge(arena, challenge_id, who, now);
  if (!found) {
    return std::unexpected(found.error());
  }
  const challenge& of = **found;
  if (auto enterable = check_enterable(of, now); !enterable) {
    return std::unexpected(std::move(enterable).error());
  }
  entry* part = arena.find_entry(who.agent, of.id);
  if (part == nullptr) {
    const auto entered = assign(arena, who.agent, of, now);
    if (!entered) {
      return std::unexpected(entered.error());
    }
    part = *entered;
  }
  if (part->session && arena.sessions.at(part->session->str()).open) {
    return opening{&arena.sessions.at(part->session->str()), true};
  }
  if (part->status == entry_status::submitted) {
    return refuse(400, "NOT_ENTERABLE", "Entry cannot be opened: already in submitted status");
  }
  return opening{&start_session(arena, *part, of, now), false};
}

answer_or_refusal<void> check_owner(const arena_state& arena, const caller& who, const entry& which,
                                    std::string_view what) {
  if (which.agent != who.agent) {
    return refuse_not_found(std::string(what) + " not found");
  }
  if (arena.challenges.at(which.challenge.str()).where != who.where) {
    return refuse_other_environment();
  }
  return {};
}

answer_or_refusal<session*> see_session(const arena_state& arena, const caller& who,
                                        std::string_view session_id) {
  session* const found = arena.sessions.find(session_id);
  if (found == nullptr) {
    return refuse_not_found("Session not found");
  }
  if (auto owned = check_owner(arena, who, arena.entries.at(found->entry.str()), "Session"); !owned) {
    return std::unexpected(std::move(owned).error());
  }
  return found;
}

std::optional<wall_time> submission_deadline(const session& which, const challenge& of) noexcept {
  if (which.expires_at && of.ends_at) {
    return std::min(*which.expires_at, *of.ends_at);
  }
  return which.expires_at ? which.expires_at : of.ends_at;
}

}  // namespace arena::sandbox
