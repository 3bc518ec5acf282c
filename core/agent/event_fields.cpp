#include "core/agent/event_fields.hpp"

#include "core/agent/event_line.hpp"
#include "core/agent/json_object.hpp"
#include "core/base/text.hpp"

#include <charconv>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
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

std::optional<bouts::wall_time> time_of(std::string_view literal) {
  const auto time = bouts::parse_iso8601(json::unescape(literal, max_field_bytes));
  return time && *time >= earliest_time && *time <= latest_time ? time : std::nullopt;
}

// Puts `found` where it belongs; a field that is there but could not be read is lost.
template <class Target, class Found>
void put(std::uint64_t& lost, Target& target, Found found) {
  if (found) {
    target = std::move(*found);
  } else {
    ++lost;
  }
}

// Where a text of that name goes; null when it is none of an event's.
std::string_view* text_named(object_fields& said, std::string_view name) {
  const auto& known = bouts::event_text_fields();
  static_assert(std::tuple_size_v<std::remove_cvref_t<decltype(known)>> ==
                std::tuple_size_v<decltype(object_fields::texts)>);
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (name.front() == known[i].name.front() && name == known[i].name) {
      return &said.texts[i];
    }
  }
  return name == "message" ? &said.message : name == "timestamp" ? &said.timestamp : nullptr;
}

// Fields that nobody knows are passed over, and so is a null, which scripts write for "none".
void look_at(object_fields& said, std::string_view name, json::value& field) {
  if (name.empty()) {
    return;
  }
  if (name == "type") {
    said.type = json::string_literal(field).value_or("");
  } else if (name == "event") {
    said.encloses = json::is_object(field);
  } else if (auto* text = text_named(said, name)) {
    if (!json::is_null(field)) {
      put(said.lost_fields, *text, json::string_literal(field));
    }
  } else if (name == "percent" && !json::is_null(field)) {
    put(said.lost_fields, said.percent, percent_of(field));
  } else if (name == "exit_code" && !json::is_null(field)) {
    put(said.lost_fields, said.exit_code, exit_code_of(field));
  }
}

void put_text(bouts::event_text& text, std::string_view raw) {
  if (raw.empty()) {
    return;
  }
  // Before, as bytes may grow threefold when they are broken, and after.
  text = bouts::to_valid_utf8(json::head(raw, max_field_bytes));
  text->resize(json::head(*text, max_field_bytes).size());
}

void begin(agent_event& event, event_type type, bouts::wall_time now) {
  event.type = type;
  event.timestamp = now;
  for (const auto& field : bouts::event_text_fields()) {
    (event.*field.member).reset();
  }
  event.percent.reset();
  event.exit_code.reset();
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

bool look_at(object_fields& said, json::object_reader& object) {
  return object.each_field([&](std::string_view name, json::value& field) { look_at(said, name, field); });
}

std::uint64_t fill(agent_event& event, json::object_reader& object, const object_fields& said,
                   event_type type, bouts::wall_time now) {
  begin(event, type, now);
  std::uint64_t lost = said.lost_fields;
  const auto& known = bouts::event_text_fields();
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!said.texts[i].empty()) {
      event.*known[i].member = object.text_of_literal(said.texts[i], max_field_bytes);
    }
  }
  if (!event.summary && !said.message.empty()) {
    event.summary = object.text_of_literal(said.message, max_field_bytes);
  }
  if (!said.timestamp.empty()) {
    put(lost, event.timestamp, time_of(said.timestamp));
  }
  event.percent = said.percent;
  event.exit_code = said.exit_code;
  return lost;
}

std::uint64_t fill(agent_event& event, const marker& said, event_type type, bouts::wall_time now) {
  begin(event, type, now);
  std::uint64_t lost = 0;
  put_text(event.summary, said.message);
  if (said.detail.empty()) {
    return lost;
  }
  switch (type) {
    case event_type::progress:
      put(lost, event.percent, percent_of(said.detail));
      break;
    case event_type::code_write:
      put_text(event.filename, said.detail);
      break;
    case event_type::tool_call:
      put_text(event.tool, said.detail);
      break;
    case event_type::command_run:
      put_text(event.command, said.detail);
      break;
    default:
      break;  // the contract gives the detail no meaning here
  }
  return lost;
}

}  // namespace arena
