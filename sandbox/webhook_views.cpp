#include "sandbox/webhook_views.hpp"

#include "sandbox/view_times.hpp"
#include "sandbox/webhooks.hpp"

#include <boost/json/array.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

json::value status_or_null(const delivery& which) {
  return which.status_code ? json::value(*which.status_code) : json::value();
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

}  // namespace

json::object webhook_view(const webhook& which) {
  json::array events;
  for (const webhook_event one : which.events) {
    events.emplace_back(to_string(one));
  }
  json::object view;
  view["id"] = which.id.str();
  view["url"] = which.url;
  view["events"] = std::move(events);
  view["secret_prefix"] = secret_prefix(which.secret);
  view["active"] = which.active;
  view["created_at"] = with_microseconds(which.created_at);
  return view;
}

json::object delivery_view(const delivery& which) {
  json::object view;
  view["id"] = which.id.str();
  view["webhook_id"] = which.webhook;
  view["event_type"] = which.event_type;
  view["status"] = to_string(which.status);
  view["attempts"] = which.attempts;
  view["status_code"] = status_or_null(which);
  view["latency_ms"] = which.latency.count();
  view["error"] = text_or_null(which.error);
  view["created_at"] = with_microseconds(which.created_at);
  view["next_attempt_at"] = with_z(which.next_attempt);
  view["delivered_at"] = which.status == delivery_status::delivered ? with_z(which.ended_at) : json::value();
  return view;
}

json::object test_view(const delivery* which) {
  if (which == nullptr) {
    return {{"delivered", false}, {"status_code", nullptr}, {"latency_ms", 0}};
  }
  json::object view;
  view["delivered"] = which->status == delivery_status::delivered;
  view["status_code"] = status_or_null(*which);
  view["latency_ms"] = which->latency.count();
  if (!which->error.empty()) {
    view["error"] = which->error;
  }
  return view;
}

}  // namespace arena::sandbox
