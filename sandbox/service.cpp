#include "sandbox/service.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "sandbox/answers.hpp"
#include "sandbox/fault_answers.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/telling.hpp"

namespace arena::sandbox {

namespace {

constexpr std::string_view event_path = "/api/v1/events/stream";

// By whichever credential was sent.
std::optional<int> agent_of(const accounts& people, const request& in, wall_time now) {
  if (const auto by_key = people.find_by_key(in.api_key)) {
    return by_key;
  }
  const auto by_token = people.find_bearer(in.authorization, now);
  return by_token ? std::optional(by_token->agent) : std::nullopt;
}

// Bodies of events and submissions are what a test wants to see whole.
bool keeps_body(std::string_view path) {
  return path == event_path || path.ends_with("/submissions") || path.starts_with("/api/connector/");
}

request_record record_of(const accounts& people, const request& in, wall_time now) {
  const std::string path = split_target(in.target).path;
  const bool whole = keeps_body(path);
  request_record made;
  made.received_at = now;
  made.method = bouts::to_valid_utf8(in.method);
  made.path = bouts::to_valid_utf8(in.target);
  made.endpoint = endpoint_name(find_route(in.method, path));
  made.agent = agent_of(people, in, now);
  made.body = bouts::to_valid_utf8(whole ? std::string_view(in.body)
                                         : std::string_view(in.body).substr(0, limits::body_sample_bytes));
  made.body_bytes = in.body.size();
  return made;
}

}  // namespace

service::service(const arena_options& options, wall_time now)
    : arena(options, now), seen(options.agents, options.scale.real(bouts::limits::events_window)) {}

plan service::admit(const request& in, wall_time now) {
  plan made;
  const std::string path = split_target(in.target).path;
  if (is_control_path(path)) {
    made.control = true;
    return made;
  }
  const auto match = find_route(in.method, path);
  made.number = seen.arrived(record_of(arena.people, in, now), in.method == "POST" && path == event_path);
  made.refused_by_outage = weather.is_out(now);
  if (!made.refused_by_outage) {
    made.weather = weather.take(in.method, path, match.found != nullptr ? match.found->pattern : "");
    made.delay = made.weather ? made.weather->delay : milliseconds(0);
  }
  return made;
}

std::optional<answer> service::carry_out(const plan& what, const request& in, wall_time now) {
  tell(arena, now);  // first what has happened before: a webhook made now is not told of it
  auto given = answer_to(what, in, now);
  tell(arena, now);
  return given;
}

answer service::finish(answer given) {
  if (!given.after_delivery) {
    return given;
  }
  answer done = answer_to_test(arena, *given.after_delivery);
  done.sent_as = given.sent_as;
  return done;
}

std::optional<answer> service::answer_to(const plan& what, const request& in, wall_time now) {
  if (what.control) {
    return serve_control(*this, in, now);
  }
  std::optional<answer> given;
  if (!what.refused_by_outage) {
    given = what.weather ? answer_with_fault(arena, *what.weather, in, now) : serve(arena, in, now);
  }
  seen.ended(what.number, given ? given->status : 0);
  return given;
}

answer service::too_large(const request& in, wall_time now) {
  const auto number = seen.arrived(record_of(arena.people, in, now), false);
  answer made = plain_text(413, "Request Entity Too Large\n\nFUNCTION_PAYLOAD_TOO_LARGE");
  seen.ended(number, made.status);
  return made;
}

}  // namespace arena::sandbox
