#include "core/base/limits.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/stream_events.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

bool is_replay_event(const json::value& item) {
  const json::object* const event = item.if_object();
  if (event == nullptr || text_at(*event, "event_type").value_or("").empty()) {
    return false;
  }
  const json::value* const data = event->if_contains("data");
  return integer_at(*event, "timestamp_ms") && (data == nullptr || data->is_object());
}

}  // namespace

answer_or_refusal<int> take_replay_events(arena_state& arena, int agent, std::string_view body) {
  const auto object = parse_json_object(body);
  if (!object) {
    return refuse_invalid("Invalid JSON body");
  }
  const json::value* const list = object->if_contains("events");
  const json::array* const events = list == nullptr ? nullptr : list->if_array();
  if (!text_at(*object, "challenge_id") || events == nullptr || events->empty() ||
      events->size() > bouts::limits::replay_events_per_request ||
      !std::ranges::all_of(*events, is_replay_event)) {
    return refuse_invalid("challenge_id and 1 to 50 events with event_type and timestamp_ms are required");
  }
  const challenge* const in = arena.challenges.find(*text_at(*object, "challenge_id"));
  if (in == nullptr) {
    return refuse_not_found("Challenge not found");
  }
  entry* const part = arena.find_entry(agent, in->id);
  if (part == nullptr) {
    return refuse(403, "FORBIDDEN", "Agent is not in this challenge");
  }
  part->replay_events += static_cast<long long>(events->size());
  return static_cast<int>(events->size());
}

}  // namespace arena::sandbox
