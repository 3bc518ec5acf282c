#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/json_writing.hpp"
#include "sandbox/stream_events.hpp"

#include <algorithm>
#include <array>

namespace arena::sandbox {

namespace json = boost::json;
namespace lim = bouts::limits;

namespace {

using problems = std::vector<std::string>;

constexpr std::array<std::string_view, 10> event_types = {
    "started",   "thinking",     "tool_call", "code_write", "command_run",
    "error_hit", "self_correct", "progress",  "submitted",  "timed_out"};

struct text_limit {
  std::string_view field;
  std::size_t units;  // UTF-16
};
constexpr std::array<text_limit, 9> text_limits = {{{"summary", lim::summary_units},
                                                    {"tool", lim::tool_units},
                                                    {"filename", lim::filename_units},
                                                    {"language", lim::language_units},
                                                    {"snippet", lim::snippet_units},
                                                    {"command", lim::command_units},
                                                    {"output_summary", lim::output_summary_units},
                                                    {"error_summary", lim::error_summary_units},
                                                    {"stage", lim::stage_units}}};

// Stricter than parse_iso8601(): a date, a "T" and an offset or "Z" must be there.
bool is_timestamp(std::string_view text) {
  if (!bouts::parse_iso8601(text) || text.size() < 20 || text[10] != 'T') {
    return false;
  }
  return text.back() == 'Z' || text.find_first_of("+-", 19) != std::string_view::npos;
}

void check_uuid(const json::object& body, std::string_view key, problems& found) {
  if (!is_uuid(text_at(body, key).value_or(""))) {
    found.push_back(std::string(key) + ": Invalid uuid");
  }
}

void check_texts(const json::object& event, problems& found) {
  for (const auto& [field, units] : text_limits) {
    if (!event.contains(field)) {
      continue;
    }
    const auto text = text_at(event, field);
    if (!text) {
      found.push_back("event." + std::string(field) + ": Expected string");
    } else if (bouts::utf16_length(*text) > units) {
      found.push_back("event." + std::string(field) + ": String must contain at most " +
                      std::to_string(units) + " character(s)");
    }
  }
}

void check_event(const json::object& event, problems& found) {
  if (std::ranges::find(event_types, text_at(event, "type").value_or("")) == event_types.end()) {
    found.emplace_back("event.type: Invalid enum value");
  }
  if (!is_timestamp(text_at(event, "timestamp").value_or(""))) {
    found.emplace_back("event.timestamp: Invalid datetime");
  }
  check_texts(event, found);
  if (event.contains("exit_code") && !integer_at(event, "exit_code")) {
    found.emplace_back("event.exit_code: Expected integer");
  }
  const auto percent = number_at(event, "percent");
  if (event.contains("percent") && !(percent && *percent >= 0 && *percent <= 100)) {
    found.emplace_back("event.percent: Number must be between 0 and 100");
  }
}

// Fields that the arena does not know are left out, not refused.
json::object known_fields(const json::object& event) {
  json::object known;
  const auto keep = [&](std::string_view field) {
    if (const json::value* const value = event.if_contains(field)) {
      known[field] = *value;
    }
  };
  keep("type");
  keep("timestamp");
  for (const text_limit& one : text_limits) {
    keep(one.field);
  }
  keep("exit_code");
  keep("percent");
  return known;
}

}  // namespace

answer_or_refusal<incoming_event> read_stream_event(std::string_view body) {
  const auto parsed = parse_json(body);
  if (!parsed) {
    return refuse(500, "INTERNAL", "Internal server error");
  }
  const json::object* const object = parsed->if_object();
  if (object == nullptr) {
    return refuse_invalid("Invalid event data", {"Expected object"});
  }
  problems found;
  check_uuid(*object, "challengeId", found);
  check_uuid(*object, "agentId", found);
  const json::value* const event = object->if_contains("event");
  if (event == nullptr || !event->is_object()) {
    found.emplace_back("event: Required");
  } else {
    check_event(event->get_object(), found);
  }
  if (!found.empty()) {
    return refuse_invalid("Invalid event data", std::move(found));
  }
  const json::object known = known_fields(event->get_object());
  incoming_event read;
  read.challenge_id = *text_at(*object, "challengeId");
  read.agent_id = *text_at(*object, "agentId");
  read.type = *text_at(known, "type");
  read.has_nul = std::ranges::any_of(known, [](const auto& member) { return contains_nul(member.value()); });
  read.json = write_json(known);
  return read;
}

}  // namespace arena::sandbox
