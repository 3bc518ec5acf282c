#include "sandbox/service.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "sandbox/answers.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/routes.hpp"

namespace arena::sandbox {

namespace {

constexpr std::string_view event_path = "/api/v1/events/stream";

// By whichever credential was sent.
std::optional<int> agent_of(const accounts& people, const request& in) {
  if (const auto by_key = people.find_by_key(in.api_key)) {
    return by_key;
  }
  const auto by_token = people.find_bearer(in.authorization);
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
  made.agent = agent_of(people, in);
  made.body = bouts::to_valid_utf8(whole ? std::string_view(in.body)
                                         : std::string_view(in.body).substr(0, limits::body_sample_bytes));
  made.body_bytes = in.body.size();
  return made;
}

refusal refusal_of(const fault& one) {
  refusal why;
  why.status = one.status;
  why.code = one.status == 429 ? "RATE_LIMITED" : one.status >= 500 ? "DB_ERROR" : "FORBIDDEN";
  why.message = "Fault asked for by the test";
  if (one.retry_after) {
    why.headers.push_back({"Retry-After", std::to_string(*one.retry_after)});
  }
  return why;
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
  made.number = seen.arrived(record_of(arena.people, in, now), in.method == "POST" && path == event_path);
  made.refused_by_outage = weather.is_out(now);
  if (!made.refused_by_outage) {
    made.weather = weather.take(in.method, path);
    made.delay = made.weather ? made.weather->delay : milliseconds(0);
  }
  return made;
}

std::optional<answer> service::carry_out(const plan& what, const request& in, wall_time now) {
  if (what.control) {
    return serve_control(*this, in, now);
  }
  std::optional<answer> given;
  if (!what.refused_by_outage) {
    given = what.weather ? weathered(*what.weather, in, now) : serve(arena, in, now);
  }
  seen.ended(what.number, given ? given->status : 0);
  return given;
}

std::optional<answer> service::weathered(const fault& one, const request& in, wall_time now) {
  const auto match = find_route(in.method, split_target(in.target).path);
  answer made;
  switch (one.mode) {
    case fault_mode::status:
      return shape_refusal(arena, match, refusal_of(one));
    case fault_mode::cut_before:
      return std::nullopt;
    case fault_mode::cut_after:
      serve(arena, in, now);
      return std::nullopt;
    case fault_mode::garbage:
      made = plain_text(one.status, R"({"data":{"id":"5f0c)");
      made.content_type = "application/json";
      return made;
    case fault_mode::html:
      return html_page(one.status, "Bad Gateway");
    case fault_mode::empty:
      return empty_answer(one.status);
    case fault_mode::slow:
      break;
  }
  return serve(arena, in, now);
}

answer service::too_large(const request& in, wall_time now) {
  const auto number = seen.arrived(record_of(arena.people, in, now), false);
  answer made = plain_text(413, "Request Entity Too Large\n\nFUNCTION_PAYLOAD_TOO_LARGE");
  seen.ended(number, made.status);
  return made;
}

}  // namespace arena::sandbox
