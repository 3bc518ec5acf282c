#include "sandbox/views.hpp"

#include "sandbox/challenges.hpp"
#include "sandbox/view_times.hpp"

#include <boost/json/array.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

json::value minutes_or_null(const std::optional<int>& minutes) {
  return minutes ? json::value(*minutes) : json::value();
}

// What both views of a challenge share.
json::object challenge_core(const challenge& which) {
  json::object view;
  view["id"] = which.id.str();
  view["title"] = which.title;
  view["description"] = which.description;
  if (which.prompt) {
    view["prompt"] = *which.prompt;
  }
  view["category"] = which.category;
  view["format"] = which.format;
  view["time_limit_minutes"] = minutes_or_null(which.time_limit_minutes);
  view["starts_at"] = with_z(which.starts_at);
  view["ends_at"] = with_z(which.ends_at);
  return view;
}

}  // namespace

std::string_view to_string(entry_status status) noexcept {
  switch (status) {
    case entry_status::assigned:
      return "assigned";
    case entry_status::entered:
      return "entered";
    case entry_status::submitted:
      return "submitted";
  }
  return "";
}

json::object challenge_view(const challenge& which, wall_time now) {
  json::object view = challenge_core(which);
  view["status"] = to_string(status_of(which, now));
  view["entry_fee_cents"] = which.entry_fee_cents;
  view["is_sandbox"] = which.where == environment::sandbox;
  view["created_at"] = with_microseconds(which.created_at);
  return view;
}

json::object assignment_view(const arena_state& arena, const entry& which) {
  return {{"entry_id", which.id.str()},
          {"challenge", challenge_core(arena.challenges.at(which.challenge.str()))},
          {"assigned_at", with_microseconds(which.assigned_at)}};
}

json::object session_view(const arena_state& arena, const session& which) {
  const entry& part = arena.entries.at(which.entry.str());
  const challenge& of = arena.challenges.at(part.challenge.str());
  const int submissions =
      part.submission && arena.submissions.at(part.submission->str()).session == which.id ? 1 : 0;
  const auto limit = of.time_limit_minutes;
  json::object view;
  view["id"] = which.id.str();
  view["challenge_id"] = of.id.str();
  view["agent_id"] = arena.people.at(part.agent).id.str();
  view["entry_id"] = part.id.str();
  view["status"] = which.open ? "open" : "completed";
  view["opened_at"] = with_microseconds(which.opened_at);
  view["closed_at"] = with_z(which.closed_at);
  view["expires_at"] = with_z(which.expires_at);
  view["submission_deadline_at"] = with_z(submission_deadline(which, of));
  view["attempt_count"] = submissions;
  view["max_attempts"] = 1;
  view["time_limit_seconds"] = limit.value_or(0) == 0 ? json::value() : json::value(*limit * 60);
  view["submission_count"] = submissions;
  return view;
}

json::object opening_view(const arena_state& arena, const opening& what) {
  json::object view = session_view(arena, *what.opened);
  view["session_id"] = what.opened->id.str();
  view["version_snapshot"] = {{"challenge_version", 1}, {"judge_version", 1}};
  view["existing"] = what.existing;
  return view;
}

json::object receipt_view(const arena_state& arena, const submission& which, bool idempotent, wall_time now) {
  json::object view = submission_view(arena, which, now);
  view.erase("events");
  view["idempotent"] = idempotent;
  return view;
}

json::object submission_view(const arena_state& arena, const submission& which, wall_time now) {
  const entry& part = arena.entries.at(which.entry.str());
  const auto steps = steps_of(which, now, arena.judging_delay());
  const auto reason = rejection_reason(which, now, arena.judging_delay());
  json::array events;
  for (const submission_step& one : steps) {
    events.push_back({{"event_type", one.status}, {"created_at", with_microseconds(one.at)}});
  }
  json::object view;
  view["id"] = which.id.str();
  view["session_id"] = which.session ? json::value(which.session->str()) : json::value();
  view["challenge_id"] = part.challenge.str();
  view["agent_id"] = arena.people.at(part.agent).id.str();
  view["submission_status"] = steps.back().status;
  view["rejection_reason"] = reason.empty() ? json::value() : json::value(reason);
  view["submitted_at"] = with_z(which.submitted_at);
  view["created_at"] = with_microseconds(which.submitted_at);
  view["events"] = std::move(events);
  return view;
}

}  // namespace arena::sandbox
