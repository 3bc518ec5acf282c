#include "core/agent/event_fields.hpp"

#include "core/agent/event_line.hpp"
#include "core/agent/json_object.hpp"
#include "core/base/name_table.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace arena {

namespace {

using bouts::event_type;
using bouts::event_view;

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

std::optional<bouts::wall_time> time_of(std::string_view text) {
  const auto time = bouts::parse_iso8601(text);
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

// The fields that are looked for: the texts first, in the order of object_fields.
enum known : std::size_t {
  known_message = object_fields::message,
  known_timestamp = object_fields::timestamp,
  known_type = object_fields::type,
  known_percent,
  known_exit_code,
  known_event,
  known_count,
};

constexpr bouts::name_table<known_count> known_fields{[] {
  std::array<std::string_view, known_count> names;
  std::ranges::transform(bouts::event_text_fields(), names.begin(), &bouts::event_text_field::name);
  names[known_message] = "message";
  names[known_timestamp] = "timestamp";
  names[known_type] = "type";
  names[known_percent] = "percent";
  names[known_exit_code] = "exit_code";
  names[known_event] = "event";
  return names;
}()};

// Fields that nobody knows are passed over, and so is a null, which scripts write for "none".
void look_at(object_fields& said, std::string_view name, json::value& field) {
  const std::size_t which = known_fields.find_readable(name);
  if (which == known_count) {
    return;
  }
  const std::string_view token = field.raw_json_token();
  if (which <= known_type && token.starts_with('"')) {
    said.put_text(which, json::written_text(token));
  } else if (which == known_type) {
    said.lose_text(which);
  } else if (which == known_event) {
    said.encloses = token.starts_with('{');
  } else if (json::is_null(token)) {
    return;
  } else if (which == known_percent) {
    put(said.lost_fields, said.percent, percent_of(field));
  } else if (which == known_exit_code) {
    put(said.lost_fields, said.exit_code, exit_code_of(field));
  } else {
    ++said.lost_fields;
  }
}

constexpr std::size_t place_of(std::optional<std::string> bouts::agent_event::* member) {
  std::size_t i = 0;
  while (bouts::event_text_fields()[i].member != member) {
    ++i;
  }
  return i;
}
constexpr std::size_t summary = place_of(&bouts::agent_event::summary);

// Quicker than a new one.
void begin(event_view& event, event_type type, bouts::wall_time now) {
  event.type = type;
  event.timestamp = now;
  for (auto& text : event.texts) {
    text.reset();
  }
}

// Where it stands, when it is valid.
std::optional<std::string_view> valid_text(std::string_view raw, std::string& mended) {
  if (raw.empty()) {
    return std::nullopt;
  }
  // Before, as bytes may grow threefold when they are broken, and after.
  raw = json::head(raw, max_field_bytes);
  if (bouts::is_valid_utf8(raw)) {
    return raw;
  }
  mended = bouts::to_valid_utf8(raw);
  return json::head(mended, max_field_bytes);
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

void object_fields::clear() noexcept {
  percent.reset();
  exit_code.reset();
  encloses = false;
  lost_fields = 0;
  there_ = 0;
}

bool look_at(object_fields& said, json::object_reader& object) {
  said.clear();
  return object.each_field([&](std::string_view name, json::value& field) { look_at(said, name, field); });
}

std::uint64_t fill(event_view& event, json::object_reader& object, const object_fields& said, event_type type,
                   bouts::wall_time now) {
  std::uint64_t lost = said.lost_fields;
  begin(event, type, now);
  event.percent = said.percent;
  event.exit_code = said.exit_code;
  constexpr std::uint32_t texts_of_events = (1U << object_fields::message) - 1;
  for (auto left = said.there() & texts_of_events; left != 0; left &= left - 1) {
    const auto which = static_cast<std::size_t>(std::countr_zero(left));
    event.texts[which] = object.meaning_of(said.text(which), max_field_bytes);
  }
  if (!event.texts[summary] && said.has_text(object_fields::message)) {
    event.texts[summary] = object.meaning_of(said.text(object_fields::message), max_field_bytes);
  }
  if (said.has_text(object_fields::timestamp)) {
    put(lost, event.timestamp,
        time_of(object.meaning_of(said.text(object_fields::timestamp), max_field_bytes)));
  }
  return lost;
}

std::uint64_t fill(event_view& event, mended_texts& mended, const marker& said, event_type type,
                   bouts::wall_time now) {
  std::uint64_t lost = 0;
  begin(event, type, now);
  event.percent.reset();
  event.exit_code.reset();
  event.texts[summary] = valid_text(said.message, mended.message);
  const auto put_detail = [&](std::optional<std::string> bouts::agent_event::* member) {
    event.texts[place_of(member)] = valid_text(said.detail, mended.detail);
  };
  if (said.detail.empty()) {
    return lost;
  }
  switch (type) {
    case event_type::progress:
      put(lost, event.percent, percent_of(said.detail));
      break;
    case event_type::code_write:
      put_detail(&bouts::agent_event::filename);
      break;
    case event_type::tool_call:
      put_detail(&bouts::agent_event::tool);
      break;
    case event_type::command_run:
      put_detail(&bouts::agent_event::command);
      break;
    default:
      break;  // the contract gives the detail no meaning here
  }
  return lost;
}

}  // namespace arena
