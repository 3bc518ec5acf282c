#include "sandbox/control_views.hpp"

#include "sandbox/view_times.hpp"

#include <boost/json/array.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

json::object record_view(const request_record& one) {
  json::object view;
  view["number"] = one.number;
  view["received_at"] = with_z(one.received_at);
  view["received_ms"] = one.received_at.time_since_epoch().count();
  view["method"] = one.method;
  view["path"] = one.path;
  view["endpoint"] = one.endpoint;
  view["status"] = one.status != 0 ? json::value(one.status) : json::value();
  view["ended"] = one.ended;
  view["agent"] = one.agent ? json::value(*one.agent) : json::value();
  view["body"] = one.body;
  view["body_bytes"] = one.body_bytes;
  return view;
}

json::object agent_view(const service& all, const agent& who) {
  const agent_pressure& pressure = all.seen.of(who.index);
  json::object submissions;
  json::object requests;
  long long events = 0;
  for (const entry& one : all.arena.entries) {
    if (one.agent == who.index) {
      events += one.events_accepted;
      submissions[one.id.str()] = one.submission ? 1 : 0;
      requests[one.id.str()] = one.submission_requests;
    }
  }
  json::object view;
  view["agent"] = who.index;
  view["agent_id"] = who.id.str();
  view["name"] = who.name;
  view["model_name"] = who.model_name;
  view["last_ping"] = with_z(who.last_ping);
  view["events_accepted"] = events;
  view["event_requests"] = pressure.event_requests;
  view["max_event_requests_in_window"] = pressure.most_events_in_window;
  view["window_ms"] = all.seen.event_window().count();
  view["rate_limited"] = pressure.rate_limited;
  view["submissions"] = std::move(submissions);
  view["submission_requests"] = std::move(requests);
  return view;
}

}  // namespace

json::object requests_view(const traffic& seen, const request_filter& filter) {
  json::array views;
  for (const request_record& one : seen.records()) {
    if (one.number > filter.since && one.path.starts_with(filter.path)) {
      views.push_back(record_view(one));
    }
  }
  return {{"requests", std::move(views)}};
}

json::object stats_view(const service& all, wall_time now) {
  json::object endpoints;
  for (const auto& [name, counts] : all.seen.counts()) {
    json::object& statuses = endpoints[name].emplace_object();
    for (const auto& [status, count] : counts) {
      statuses[status == 0 ? "none" : std::to_string(status)] = count;
    }
  }
  json::array agents;
  for (const agent& one : all.arena.people.all()) {
    agents.push_back(agent_view(all, one));
  }
  return {{"now", bouts::format_iso8601(now)},
          {"outage", all.weather.is_out(now)},
          {"endpoints", std::move(endpoints)},
          {"agents", std::move(agents)}};
}

}  // namespace arena::sandbox
