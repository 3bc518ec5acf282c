// What became of a submission. Breakdown and result are 404 until the judge has finished.
#include "sandbox/answers.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/submissions.hpp"
#include "sandbox/views.hpp"

#include <boost/json/object.hpp>

#include <array>

namespace arena::sandbox {

namespace {

using handled = answer_or_refusal<answer>;

answer_or_refusal<const submission*> judged(const arena_state& arena,
                                            answer_or_refusal<const submission*> found, wall_time now,
                                            std::string what) {
  if (found && !is_judged(**found, now, arena.judging_delay())) {
    return refuse_not_found(std::move(what) + " not available yet");
  }
  return found;
}

handled get(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::submission_read, made.now);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = see_submission(arena, *who, made.id);
  if (!found) {
    return std::unexpected(found.error());
  }
  return enveloped(200, submission_view(arena, **found, made.now), arena.request_id());
}

handled breakdown(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::result_read, made.now);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = judged(arena, see_submission(arena, *who, made.id), made.now, "Breakdown");
  if (!found) {
    return std::unexpected(found.error());
  }
  return enveloped(200, breakdown_view(arena, **found), arena.request_id());
}

handled result(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::result_read, made.now);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = judged(arena, see_result(arena, *who, made.id), made.now, "Result");
  if (!found) {
    return std::unexpected(found.error());
  }
  if ((*found)->outcome == verdict::result_500) {
    return refuse_by_database();
  }
  return enveloped(200, result_view(arena, **found, made.now), arena.request_id());
}

constexpr std::array<route, 3> routes = {{
    {"GET", "/api/v1/submissions/:id", family::resource, get},
    {"GET", "/api/v1/submissions/:id/breakdown", family::resource, breakdown},
    {"GET", "/api/v1/results/:id", family::resource, result},
}};

}  // namespace

std::span<const route> submission_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox
