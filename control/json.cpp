#include "control/json.hpp"

#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

#include <algorithm>

namespace arena::control {

namespace {

using bouts::errc;
using bouts::json_writer;

void put_text(json_writer& to, std::string_view name, std::string_view text) {
  to.key(name);
  text.empty() ? to.null() : to.string(text);
}

void put_time(json_writer& to, std::string_view name, const std::optional<bouts::wall_time>& time) {
  put_text(to, name, time ? bouts::format_iso8601(*time) : std::string());
}

// The record's times are unset before the agent runs.
std::optional<bouts::wall_time> when_set(bouts::wall_time time) {
  return time == bouts::wall_time() ? std::nullopt : std::optional(time);
}

void put_score(json_writer& to, const bout_score& score) {
  to.key("score");
  score.score ? to.number(*score.score) : to.null();
  put_text(to, "result_state", score.result_state);
  to.key("rank");
  score.rank ? to.integer(*score.rank) : to.null();
}

void put_usage(json_writer& to, const std::optional<bout_usage>& usage) {
  to.key("usage");
  if (!usage) {
    to.null();
    return;
  }
  to.begin_object();
  to.key("input_tokens").integer(static_cast<std::int64_t>(usage->input_tokens));
  to.key("cached_input_tokens").integer(static_cast<std::int64_t>(usage->cached_input_tokens));
  to.key("output_tokens").integer(static_cast<std::int64_t>(usage->output_tokens));
  to.key("cost_usd");
  usage->cost_usd ? to.number(*usage->cost_usd) : to.null();
  to.end_object();
}

void put_events(json_writer& to, const std::optional<event_account>& events) {
  to.key("events");
  if (!events) {
    to.null();
    return;
  }
  to.begin_object();
  to.key("produced").integer(static_cast<long long>(events->produced));
  to.key("sent").integer(static_cast<long long>(events->sent));
  to.key("merged").integer(static_cast<long long>(events->merged));
  to.key("dropped").begin_object();
  for (const auto& [reason, count] : events->dropped) {
    to.key(reason).integer(static_cast<long long>(count));
  }
  to.end_object();
  to.key("bytes").integer(static_cast<std::int64_t>(events->bytes));
  to.key("longest_lag_ms").integer(events->longest_lag.count());
  to.end_object();
}

void put_challenge(json_writer& to, const view& of, const bouts::challenge& challenge) {
  to.key("challenge").begin_object();
  to.key("id").string(challenge.id.str());
  to.key("title").string(shown(of, challenge.title));
  put_text(to, "category", shown(of, challenge.category));
  put_text(to, "format", shown(of, challenge.format));
  put_time(to, "ends_at", challenge.ends_at);
  to.end_object();
}

void put_bout_fields(json_writer& to, const view& of, const bout_state_now& one) {
  const auto& r = one.record;
  to.key("entry").string(r.assigned.entry_id.str());
  to.key("agent").string(one.agent);
  to.key("state").string(to_string(r.state));
  to.key("at_work").boolean(one.at_work);
  put_text(to, "reason", shown(of, r.reason));
  put_challenge(to, of, r.assigned.challenge);
  put_score(to, r.score);
  put_text(to, "session", r.session.str());
  put_text(to, "submission", r.submission.str());
  to.key("attempt").integer(r.attempt);
  put_time(to, "began_at", one.began_at);
  put_time(to, "deadline", when_set(r.deadline));
  put_time(to, "submit_by", when_set(r.submit_by));
  put_time(to, "ended_at", one.ended_at);
  const auto until = one.at_work ? std::optional(of.now()) : one.ended_at;
  to.key("took_ms");
  one.began_at&& until ? to.integer(std::max<long long>((*until - *one.began_at).count(), 0)) : to.null();
  to.key("left_ms");
  one.left ? to.integer(one.left->count()) : to.null();
  to.key("percent");
  one.percent ? to.number(*one.percent) : to.null();
  put_usage(to, r.usage);
  put_events(to, one.events);
}

void put_bouts(json_writer& to, const view& of, const std::vector<bout_state_now>& all) {
  to.key("bouts").begin_array();
  for (const auto& one : all) {
    to.begin_object();
    put_bout_fields(to, of, one);
    to.end_object();
  }
  to.end_array();
}

void put_loops(json_writer& to, const std::vector<loop_state>& loops) {
  to.key("loops").begin_array();
  for (const auto& one : loops) {
    to.begin_object();
    to.key("name").string(one.name);
    to.key("doing").string(one.doing);
    put_time(to, "since", one.since);
    put_time(to, "until", one.until);
    to.key("failures").integer(one.failures);
    to.key("alive").boolean(one.alive);
    to.end_object();
  }
  to.end_array();
}

void put_agent(json_writer& to, const view& of, const agent_state& one) {
  to.begin_object();
  to.key("name").string(one.name);
  put_text(to, "id", one.id.str());
  to.key("online").boolean(one.online);
  to.key("known").boolean(one.known);
  to.key("draining").boolean(one.draining);
  put_time(to, "online_since", one.online_since);
  put_time(to, "last_ping", one.last_ping);
  put_time(to, "last_poll", one.last_poll);
  put_text(to, "trouble", shown(of, one.trouble));
  put_text(to, "last_error", one.last_error ? shown(of, one.last_error->text) : std::string());
  put_time(to, "last_error_at", one.last_error ? std::optional(one.last_error->at) : std::nullopt);
  put_loops(to, one.loops);
  to.key("window_used").integer(one.window_used);
  to.key("window_limit").integer(one.window_limit);
  to.key("places").integer(one.places);
  to.key("places_taken").integer(one.places_taken);
  to.end_object();
}

void put_agents(json_writer& to, const view& of) {
  to.key("agents").begin_array();
  for (const auto& one : of.agents()) {
    put_agent(to, of, one);
  }
  to.end_array();
}

int status_of(errc kind) {
  constexpr int bad_request = 400;
  constexpr int not_found = 404;
  constexpr int conflict = 409;
  constexpr int too_large = 413;
  constexpr int our_fault = 500;
  constexpr int not_now = 503;
  switch (kind) {
    case errc::not_found:
      return not_found;
    case errc::conflict:
    case errc::no_solution:
      return conflict;
    case errc::invalid:
    case errc::validation:
      return bad_request;
    case errc::too_large:
      return too_large;
    case errc::busy:
      return not_now;
    default:
      return our_fault;
  }
}

}  // namespace

std::string shown(const view& of, std::string_view text) {
  return of.redacted(bouts::strip_controls(bouts::to_valid_utf8(text)));
}

std::string status_json(const view& of) {
  const auto about = of.daemon();
  json_writer to;
  to.begin_object();
  to.key("version").string(about.version);
  to.key("pid").integer(about.pid);
  put_time(to, "started_at", about.started_at);
  put_time(to, "now", of.now());
  to.key("arena").string(about.arena);
  to.key("state_dir").string(about.state_dir);
  to.key("draining").boolean(about.draining);
  put_agents(to, of);
  put_bouts(to, of, of.at_work());
  to.end_object();
  return to.take();
}

std::string agents_json(const view& of) {
  json_writer to;
  to.begin_object();
  put_agents(to, of);
  to.end_object();
  return to.take();
}

std::string reloaded_json(std::string_view message) {
  json_writer to;
  to.begin_object();
  to.key("message").string(message);
  to.end_object();
  return to.take();
}

std::string draining_json(const view& of, const std::optional<std::string>& agent) {
  const auto agents = of.agents();
  const auto at_work = of.at_work();
  const bool drains =
      std::ranges::any_of(agents, [&](const agent_state& one) { return one.name == agent && one.draining; });
  const auto count = std::ranges::count_if(
      at_work, [&](const bout_state_now& one) { return !agent || one.agent == *agent; });
  json_writer to;
  to.begin_object();
  if (agent) {
    to.key("agent").string(*agent);
  }
  to.key("draining").boolean(of.daemon().draining || drains);
  to.key("bouts_at_work").integer(static_cast<long long>(count));
  to.end_object();
  return to.take();
}

std::string bouts_json(const view& of, const std::vector<bout_state_now>& all) {
  json_writer to;
  to.begin_object();
  put_bouts(to, of, all);
  to.end_object();
  return to.take();
}

std::string bout_json(const view& of, const bout_state_now& one) {
  return bout_json(of, one, {});
}

std::string bout_json(const view& of, const bout_state_now& one, const std::string& tails) {
  json_writer to;
  to.begin_object();
  put_bout_fields(to, of, one);
  if (!tails.empty()) {
    to.key("tails").raw(tails);
  }
  to.end_object();
  return to.take();
}

httpd::answer json_answer(int status, std::string body) {
  httpd::answer made;
  made.status = status;
  made.content_type = "application/json";
  made.body = std::move(body);
  made.body += '\n';
  return made;
}

httpd::answer error_answer(int status, std::string_view code, std::string_view message) {
  json_writer to;
  to.begin_object();
  to.key("error").begin_object();
  to.key("code").string(code);
  to.key("message").string(bouts::to_valid_utf8(message));
  to.end_object();
  to.end_object();
  return json_answer(status, to.take());
}

httpd::answer error_answer(const bouts::error& why) {
  return error_answer(status_of(why.kind), bouts::to_string(why.kind),
                      why.message.empty() ? bouts::describe(why.kind) : std::string_view(why.message));
}

}  // namespace arena::control
