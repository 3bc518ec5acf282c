// The session flow: open, look, hand in.
#include "sandbox/answers.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/submissions.hpp"
#include "sandbox/views.hpp"

#include <array>

namespace arena::sandbox {

namespace {

using handled = answer_or_refusal<answer>;

handled open(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::challenge_enter, made.now);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto opened = open_session(arena, *who, made.id, made.now);
  if (!opened) {
    return std::unexpected(opened.error());
  }
  return enveloped(opened->existing ? 200 : 201, opening_view(arena, *opened), arena.request_id());
}

handled get(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::submission_read, made.now);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = see_session(arena, *who, made.id);
  if (!found) {
    return std::unexpected(found.error());
  }
  return enveloped(200, session_view(arena, **found), arena.request_id());
}

// The window is spent before the key is looked up, so replays count (API.md, observed).
handled hand_in(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::submission_create, made.now);
  if (!who) {
    return std::unexpected(who.error());
  }
  if (!arena.limits.submissions.of(std::to_string(who->agent)).take(made.now)) {
    return refuse_rate_limited();
  }
  if (auto checked = check_idempotency_key(made.in.idempotency_key, arena.answers_as); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  auto answered = read_solution(made.in.body);
  if (!answered) {
    return std::unexpected(std::move(answered).error());
  }
  const auto done = submit(arena, *who, made.id, made.in.idempotency_key, *std::move(answered), made.now);
  if (!done) {
    return std::unexpected(done.error());
  }
  return enveloped(done->idempotent ? 200 : 201,
                   receipt_view(arena, *done->taken, done->idempotent, made.now), arena.request_id());
}

constexpr std::array<route, 3> routes = {{
    {"POST", "/api/v1/challenges/:id/sessions", family::resource, open},
    {"GET", "/api/v1/sessions/:id", family::resource, get},
    {"POST", "/api/v1/sessions/:id/submissions", family::resource, hand_in},
}};

}  // namespace

std::span<const route> session_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox
