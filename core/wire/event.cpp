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

}  // namespace

std::string_view to_string(event_type type) noexcept {
  const auto at = static_cast<std::size_t>(type);
  return at < names.size() ? names[at] : "thinking";
}

std::optional<event_type> parse_event_type(std::string_view name) noexcept {
  static constexpr name_table<all_event_types.size()> table(names);
  if (const auto found = table.find(name); found < all_event_types.size()) {
    return all_event_types[found];
  }
  return name == "error" ? std::optional(event_type::error_hit) : std::nullopt;
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
