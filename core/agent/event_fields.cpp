#include "core/agent/event_fields.hpp"

#include "core/agent/event_line.hpp"
#include "core/agent/json_object.hpp"
#include "core/base/name_table.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
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

std::optional<bouts::wall_time> time_of(std::string_view written) {
  const bool as_it_is = written.find('\\') == std::string_view::npos;
  const auto time =
      bouts::parse_iso8601(as_it_is ? written : std::string_view(json::unescape(written, max_field_bytes)));
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

void put_text(bouts::event_text& text, std::string_view raw) {
  if (raw.empty()) {
    return;
  }
  // Before, as bytes may grow threefold when they are broken, and after.
  text = bouts::to_valid_utf8(json::head(raw, max_field_bytes));
  text->resize(json::head(*text, max_field_bytes).size());
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

std::uint64_t fill(agent_event& event, json::object_reader& object, const object_fields& said,
                   event_type type, bouts::wall_time now) {
  std::uint64_t lost = said.lost_fields;
  event.type = type;
  event.timestamp = now;
  const auto put_text = [&](bouts::event_text& text, std::size_t which) {
    if (said.has_text(which)) {
      object.unescape_into(text.emplace(), said.text(which), max_field_bytes);
    } else if (text) {
      text.reset();
    }
  };
  for (std::size_t i = 0; i < bouts::event_text_fields().size(); ++i) {
    put_text(event.*bouts::event_text_fields()[i].member, i);
  }
  if (!event.summary) {
    put_text(event.summary, object_fields::message);
  }
  if (said.has_text(object_fields::timestamp)) {
    put(lost, event.timestamp, time_of(said.text(object_fields::timestamp)));
  }
  event.percent = said.percent;
  event.exit_code = said.exit_code;
  return lost;
}

std::uint64_t fill(agent_event& event, const marker& said, event_type type, bouts::wall_time now) {
  for (const auto& field : bouts::event_text_fields()) {
    (event.*field.member).reset();
  }
  event.type = type;
  event.timestamp = now;
  event.percent.reset();
  event.exit_code.reset();
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
