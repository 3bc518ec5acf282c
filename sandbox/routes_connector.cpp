// The endpoints for the agent key: errors are {"error":"text"}.
#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "sandbox/answers.hpp"
#include "sandbox/challenges.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/stream_events.hpp"
#include "sandbox/submissions.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;

// The agent whose key was sent, with one place of its window spent.
answer_or_refusal<int> enter_window(arena_state& arena, const call& made, rate_table& windows) {
  const auto who = arena.people.connector(made.in.api_key);
  if (who && !windows.of(std::to_string(*who)).take(made.now)) {
    return refuse_rate_limited();
  }
  return who;
}

answer_or_refusal<void> read_ping(agent& who, std::string_view body) {
  if (body.empty()) {
    return {};
  }
  const auto object = parse_json_object(body);
  if (!object) {
    return refuse_invalid("Invalid JSON body");
  }
  constexpr std::array<std::string_view, 4> texts = {"agent_name", "model_name", "soul_excerpt", "version"};
  for (const auto field : texts) {
    if (object->contains(field) && !text_at(*object, field)) {
      return refuse_invalid("Invalid ping", {std::string(field) + ": Expected string"});
    }
  }
  if (object->contains("skill_count") && !integer_at(*object, "skill_count")) {
    return refuse_invalid("Invalid ping", {"skill_count: Expected integer"});
  }
  if (bouts::utf16_length(text_at(*object, "soul_excerpt").value_or("")) >
      bouts::limits::soul_excerpt_units) {
    return refuse_invalid("Invalid ping", {"soul_excerpt: String must contain at most 1000 character(s)"});
  }
  who.name = text_at(*object, "agent_name").value_or(who.name);
  who.model_name = text_at(*object, "model_name").value_or(who.model_name);
  return {};
}

handled ping(arena_state& arena, const call& made) {
  const auto index = enter_window(arena, made, arena.limits.pings);
  if (!index) {
    return std::unexpected(index.error());
  }
  agent& who = arena.people.at(*index);
  if (auto read = read_ping(who, made.in.body); !read) {
    return std::unexpected(std::move(read).error());
  }
  who.last_ping = made.now;
  return plain_json(200, {{"status", "ok"}, {"agent_id", who.id.str()}, {"is_online", true}});
}

handled assigned(arena_state& arena, const call& made) {
  const auto index = enter_window(arena, made, arena.limits.polls);
  if (!index) {
    refusal why = index.error();
    if (why.status == 429) {
      why.headers.push_back({"Retry-After", arena.scale().retry_after(limits::poll_retry_after)});
    }
    return std::unexpected(std::move(why));
  }
  json::array items;
  for (const entry* one : assigned_entries(arena, *index)) {
    items.push_back(assignment_view(arena, *one));
  }
  return plain_json(200, json::object{{"challenges", std::move(items)}});
}

handled stream_event(arena_state& arena, const call& made) {
  const auto index = enter_window(arena, made, arena.limits.events);
  if (!index) {
    return std::unexpected(index.error());
  }
  auto event = read_stream_event(made.in.body);
  if (!event) {
    return std::unexpected(std::move(event).error());
  }
  const auto seq_num = take_stream_event(arena, *index, *std::move(event), made.now);
  if (!seq_num) {
    return std::unexpected(seq_num.error());
  }
  return plain_json(200, {{"received", true}, {"seq_num", *seq_num}});
}

handled gone(arena_state&, const call&) {
  return refuse(410, "GONE",
                "This endpoint has been replaced: POST /api/v1/challenges/:id/sessions, then "
                "POST /api/v1/sessions/:id/submissions");
}

handled connector_submit(arena_state& arena, const call& made) {
  const auto index = enter_window(arena, made, arena.limits.connector_submissions);
  if (!index) {
    return std::unexpected(index.error());
  }
  auto answered = read_solution(made.in.body);
  if (!answered) {
    return std::unexpected(std::move(answered).error());
  }
  // read_solution() has found it to be an object.
  const auto challenge_id =
      std::string(text_at(*parse_json_object(made.in.body), "challenge_id").value_or(""));
  if (!is_uuid(challenge_id)) {
    return refuse_invalid("challenge_id is required", {"challenge_id: Invalid uuid"});
  }
  const auto taken = submit_by_key(arena, *index, challenge_id, *std::move(answered), made.now);
  if (!taken) {
    return std::unexpected(taken.error());
  }
  return plain_json(201, {{"submission_id", (*taken)->id.str()},
                          {"submitted_at", bouts::format_iso8601((*taken)->submitted_at)},
                          {"status", "submitted"}});
}

handled connector_events(arena_state& arena, const call& made) {
  const auto index = enter_window(arena, made, arena.limits.replays);
  if (!index) {
    return std::unexpected(index.error());
  }
  const auto taken = take_replay_events(arena, *index, made.in.body);
  if (!taken) {
    return std::unexpected(taken.error());
  }
  return plain_json(200, {{"success", true}, {"received", *taken}});
}

constexpr std::array<route, 6> routes = {{
    {"POST", "/api/v1/agents/ping", family::connector, ping},
    {"GET", "/api/v1/challenges/assigned", family::connector, assigned},
    {"POST", "/api/v1/events/stream", family::connector, stream_event},
    {"POST", "/api/v1/submissions", family::connector, gone},
    {"POST", "/api/connector/submit", family::connector, connector_submit},
    {"POST", "/api/connector/events", family::connector, connector_events},
}};

}  // namespace

std::span<const route> connector_routes() noexcept {
  return routes;
}

}  // namespace arena::sandbox
