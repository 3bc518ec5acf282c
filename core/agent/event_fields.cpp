#include "core/agent/event_fields.hpp"

#include "core/agent/event_line.hpp"
#include "core/agent/json_object.hpp"
#include "core/base/text.hpp"

#include <charconv>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace arena {

namespace {

using bouts::agent_event;
using bouts::event_type;

// A year beyond 9999 cannot be written as the arena reads it, one before 1970 is a clock that was never set.
constexpr bouts::wall_time earliest_time{};
constexpr bouts::wall_time latest_time = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

bool is_percent(double number) noexcept {
  return number >= 0 && number <= 100;
}  // not so for a NaN

std::optional<double> percent_of(json::value& field) {
  double number = 0;
  const bool read = field.get_double().get(number) == simdjson::SUCCESS;
  return read && is_percent(number) ? std::optional(number) : std::nullopt;
}

std::optional<int> exit_code_of(json::value& field) {
  std::int64_t number = 0;
  const bool read = field.get_int64().get(number) == simdjson::SUCCESS;
  return read && std::in_range<int>(number) ? std::optional(static_cast<int>(number)) : std::nullopt;
}

std::optional<bouts::wall_time> time_of(json::value& field) {
  const auto text = json::text_of(field, max_field_bytes);
  const auto time = text ? bouts::parse_iso8601(*text) : std::nullopt;
  return time && *time >= earliest_time && *time <= latest_time ? time : std::nullopt;
}

// Puts `found` where it belongs; a field that is there but could not be read is lost.
template <class Target, class Found>
void put(read_event& read, Target& target, Found found) {
  if (found) {
    target = std::move(*found);
  } else {
    ++read.lost_fields;
  }
}

// Fields that nobody knows are passed over.
void read_field(read_event& read, std::optional<std::string>& message, std::string_view name,
                json::value& field) {
  agent_event& event = read.event;
  if (json::is_null(field)) {
    return;  // what scripts write for "none"
  }
  for (const auto& text : bouts::event_text_fields()) {
    if (name == text.name) {
      return put(read, event.*text.member, json::text_of(field, max_field_bytes));
    }
  }
  if (name == "message") {
    put(read, message, json::text_of(field, max_field_bytes));
  } else if (name == "percent") {
    put(read, event.percent, percent_of(field));
  } else if (name == "exit_code") {
    put(read, event.exit_code, exit_code_of(field));
  } else if (name == "timestamp") {
    put(read, event.timestamp, time_of(field));
  }
}

std::optional<std::string> text_of(std::string_view raw) {
  if (raw.empty()) {
    return std::nullopt;
  }
  // Before, as bytes may grow threefold when they are broken, and after.
  std::string text = bouts::to_valid_utf8(json::head(raw, max_field_bytes));
  text.resize(json::head(text, max_field_bytes).size());
  return text;
}

// "40", "40%" and "12.5 %".
std::optional<double> percent_of(std::string_view text) {
  text = bouts::trim(text.substr(0, text.find('%')));
  double number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool read = ec == std::errc{} && end == text.data() + text.size();
  return read && is_percent(number) ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<read_event> event_of(json::object_reader& object, event_type type, bouts::wall_time now) {
  read_event read;
  read.event.type = type;
  read.event.timestamp = now;
  std::optional<std::string> message;
  const bool complete = object.each_field(
      [&](std::string_view name, json::value& field) { read_field(read, message, name, field); });
  if (!complete) {
    return std::nullopt;
  }
  if (!read.event.summary) {
    read.event.summary = std::move(message);
  }
  return read;
}

read_event event_of(const marker& said, event_type type, bouts::wall_time now) {
  read_event read;
  read.event.type = type;
  read.event.timestamp = now;
  read.event.summary = text_of(said.message);
  if (said.detail.empty()) {
    return read;
  }
  switch (type) {
    case event_type::progress:
      put(read, read.event.percent, percent_of(said.detail));
      break;
    case event_type::code_write:
      read.event.filename = text_of(said.detail);
      break;
    case event_type::tool_call:
      read.event.tool = text_of(said.detail);
      break;
    case event_type::command_run:
      read.event.command = text_of(said.detail);
      break;
    default:
      break;  // the contract gives the detail no meaning here
  }
  return read;
}

}  // namespace arena
