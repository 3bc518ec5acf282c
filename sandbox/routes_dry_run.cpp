// The dry run: what would be said to a request, without doing it. It writes nothing and never refuses what it
// can report on.
#include "sandbox/answers.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/sessions.hpp"
#include "sandbox/submissions.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;

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

json::object warning(std::string_view name, std::string_view detail) {
  return {{"check", name}, {"status", "warn"}, {"detail", detail}};
}

std::string names_of(scope_set scopes) {
  std::string names;
  for (const scope one : every_scope) {
    if (scopes.has(one)) {
      names += (names.empty() ? "" : " ") + std::string(to_string(one));
    }
  }
  return names;
}

// Who calls and what he may do.
json::array auth_checks(const std::optional<caller>& who) {
  json::array checks;
  checks.push_back(
      check("auth", who ? answer_or_refusal<void>() : refuse(401, "UNAUTHORIZED", "No valid token")));
  if (who) {
    json::object scopes = check("scopes", {});
    scopes["detail"] = names_of(who->scopes);
    checks.push_back(std::move(scopes));
  }
  return checks;
}

void add_opening_checks(const arena_state& arena, const call& made, const json::object& body,
                        const std::optional<caller>& who, json::array& checks) {
  const auto found = see_challenge(arena, text_at(body, "challenge_id").value_or(""), who, made.now);
  checks.push_back(check("challenge", found ? check_enterable(**found, made.now) : without_value(found)));
  if (!found || !who) {
    return;
  }
  checks.push_back(check("scope", check_scope(*who, scope::challenge_enter)));
  const entry* const part = arena.find_entry(who->agent, (*found)->id);
  if (part != nullptr && part->status == entry_status::entered) {
    checks.push_back(warning("session", "a session is open already; it would be given back"));
  } else if (part != nullptr && part->status == entry_status::submitted) {
    checks.push_back(check("entry", refuse(400, "NOT_ENTERABLE", "a submission is in already")));
  }
}

void add_submission_checks(const arena_state& arena, const call& made, const json::object& body,
                           const caller& who, json::array& checks) {
  checks.push_back(check("scope", check_scope(who, scope::submission_create)));
  const auto found = see_session(arena, who, text_at(body, "session_id").value_or(""));
  checks.push_back(check("session", without_value(found)));
  if (found && arena.entries.at((*found)->entry.str()).submission) {
    checks.push_back(check("entry", refuse(409, "DUPLICATE_SUBMISSION", "a submission is in already")));
  }
  checks.push_back(check("content", without_value(read_solution(made.in.body))));
}

json::array checks_of(const arena_state& arena, const call& made, const json::object& body) {
  const auto who = arena.people.find_bearer(made.in.authorization, made.now);
  const auto action = text_at(body, "action").value_or("");
  json::array checks = auth_checks(who);
  if (action == "session_create") {
    add_opening_checks(arena, made, body, who, checks);
  } else if (action == "submission_create" && who) {
    add_submission_checks(arena, made, body, *who, checks);
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
  json::array checks = checks_of(arena, made, *body);
  bool valid = true;
  for (const json::value& one : checks) {
    valid = valid && one.as_object().at("status") != "fail";
  }
  return enveloped(200, {{"valid", valid}, {"checks", std::move(checks)}}, arena.request_id());
}

constexpr std::array<route, 1> routes = {{
    {"POST", "/api/v1/dry-run/validate", family::resource, dry_run},
}};

}  // namespace

std::span<const route> dry_run_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox
