// The session flow: open, look, hand in; and the dry run that writes nothing.
#include "sandbox/answers.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/submissions.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;

handled open(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::challenge_enter);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto opened = open_session(arena, *who, made.id, made.now);
  if (!opened) {
    return std::unexpected(opened.error());
  }
  return enveloped(opened->existing ? 200 : 201, opening_view(arena, *opened), arena.ids.uuid());
}

handled get(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::submission_read);
  if (!who) {
    return std::unexpected(who.error());
  }
  const auto found = see_session(arena, *who, made.id);
  if (!found) {
    return std::unexpected(found.error());
  }
  return enveloped(200, session_view(arena, **found), arena.ids.uuid());
}

// The window is spent before the key is looked up, so replays count (API.md, observed).
handled hand_in(arena_state& arena, const call& made) {
  const auto who = arena.people.require(made.in.authorization, scope::submission_create);
  if (!who) {
    return std::unexpected(who.error());
  }
  if (!arena.limits.submissions.of(std::to_string(who->agent)).take(made.now)) {
    return refuse_rate_limited();
  }
  if (auto checked = check_idempotency_key(made.in.idempotency_key); !checked) {
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
                   receipt_view(arena, *done->taken, done->idempotent, made.now), arena.ids.uuid());
}

json::object check(std::string_view name, const answer_or_refusal<void>& outcome) {
  json::object made{{"check", name}, {"status", outcome ? "pass" : "fail"}};
  if (!outcome) {
    made["detail"] = outcome.error().message;
  }
  return made;
}

template <class T>
answer_or_refusal<void> without_value(const answer_or_refusal<T>& outcome) {
  return outcome ? answer_or_refusal<void>() : std::unexpected(outcome.error());
}

json::array dry_run_checks(arena_state& arena, const call& made, const json::object& body) {
  const auto who = arena.people.find_bearer(made.in.authorization);
  const auto action = text_at(body, "action").value_or("");
  json::array checks;
  checks.push_back(
      check("auth", who ? answer_or_refusal<void>() : refuse(401, "UNAUTHORIZED", "No valid token")));
  if (action == "session_create") {
    const auto found = see_challenge(arena, text_at(body, "challenge_id").value_or(""), who, made.now);
    checks.push_back(check("challenge", found ? check_enterable(**found, made.now) : without_value(found)));
  } else if (action == "submission_create" && who) {
    checks.push_back(
        check("session", without_value(see_session(arena, *who, text_at(body, "session_id").value_or("")))));
    checks.push_back(check("content", without_value(read_solution(made.in.body))));
  }
  return checks;
}

handled dry_run(arena_state& arena, const call& made) {
  const auto body = parse_json_object(made.in.body);
  if (!body) {
    return refuse(400, "INVALID_JSON", "Request body is not valid JSON");
  }
  const auto action = text_at(*body, "action").value_or("");
  if (action != "auth_check" && action != "session_create" && action != "submission_create") {
    return refuse_invalid("action must be auth_check, session_create or submission_create");
  }
  json::array checks = dry_run_checks(arena, made, *body);
  bool valid = true;
  for (const json::value& one : checks) {
    valid = valid && one.as_object().at("status") == "pass";
  }
  return enveloped(200, {{"valid", valid}, {"checks", std::move(checks)}}, arena.ids.uuid());
}

constexpr std::array<route, 4> routes = {{
    {"POST", "/api/v1/challenges/:id/sessions", family::resource, open},
    {"GET", "/api/v1/sessions/:id", family::resource, get},
    {"POST", "/api/v1/sessions/:id/submissions", family::resource, hand_in},
    {"POST", "/api/v1/dry-run/validate", family::resource, dry_run},
}};

}  // namespace

std::span<const route> session_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox
