#include "core/wire/event.hpp"

#include "core/base/name_table.hpp"
#include "core/wire/json_writer.hpp"

#include <algorithm>
#include <cmath>

namespace bouts {

namespace {

// In the order of the enum.
constexpr std::array<std::string_view, all_event_types.size()> names = {
    "started",   "thinking",     "tool_call", "code_write", "command_run",
    "error_hit", "self_correct", "progress",  "submitted",  "timed_out"};

// With the alias of error_hit behind them.
constexpr std::size_t alias = names.size();
constexpr name_table<alias + 1> names_read{[] {
  std::array<std::string_view, alias + 1> all;
  std::ranges::copy(names, all.begin());
  all[alias] = "error";
  return all;
}()};

std::optional<event_type> type_at(std::size_t index) noexcept {
  return index < alias    ? std::optional(all_event_types[index])
         : index == alias ? std::optional(event_type::error_hit)
                          : std::nullopt;
}

}  // namespace

std::string_view to_string(event_type type) noexcept {
  const auto at = static_cast<std::size_t>(type);
  return at < names.size() ? names[at] : "thinking";
}

std::optional<event_type> parse_event_type(std::string_view name) noexcept {
  return type_at(names_read.find(name));
}

std::optional<event_type> parse_readable_event_type(std::string_view name) noexcept {
  return type_at(names_read.find_readable(name));
}

std::string encode_event(const agent_event& event) {
  json_writer json;
  json.begin_object();
  json.key("type").string(to_string(event.type));
  json.key("timestamp").string(format_iso8601(event.timestamp));
  for (const auto& field : event_text_fields()) {
    if (const auto& text = event.*field.member) {
      json.key(field.name).string(*text);
    }
  }
  if (event.exit_code) {
    json.key("exit_code").integer(*event.exit_code);
  }
  // Outside of 0 to 100 the arena refuses the whole event, and a NaN cannot be written at all.
  if (event.percent && std::isfinite(*event.percent)) {
    json.key("percent").number(std::clamp(*event.percent, 0.0, 100.0));
  }
  return json.end_object().take();
}

}  // namespace bouts
