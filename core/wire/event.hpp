// What spectators see of an agent: one event of `POST /api/v1/events/stream` (API.md, connector endpoints).
#pragma once

#include "core/base/limits.hpp"
#include "core/base/time.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bouts {

enum class event_type {
  started,
  thinking,
  tool_call,
  code_write,
  command_run,
  error_hit,
  self_correct,
  progress,
  submitted,
  timed_out,
};

inline constexpr std::array<event_type, 10> all_event_types = {
    event_type::started,     event_type::thinking,  event_type::tool_call,    event_type::code_write,
    event_type::command_run, event_type::error_hit, event_type::self_correct, event_type::progress,
    event_type::submitted,   event_type::timed_out};

// The arena's name of it: "code_write".
std::string_view to_string(event_type type) noexcept;
// The arena's names, and "error" for error_hit. Nothing for anything else.
std::optional<event_type> parse_event_type(std::string_view name) noexcept;
// The same, quicker. REQUIRES that max_name_bytes (name_table.hpp) can be read from where the name begins.
std::optional<event_type> parse_readable_event_type(std::string_view name) noexcept;

// As an agent said it: not yet redacted, not yet clamped, any text. It must not leave the machine like this;
// only core/redact makes something that may.
struct agent_event {
  event_type type = event_type::thinking;
  wall_time timestamp{};
  std::optional<std::string> summary;
  std::optional<std::string> tool;
  std::optional<std::string> filename;
  std::optional<std::string> language;
  std::optional<std::string> snippet;
  std::optional<std::string> command;
  std::optional<int> exit_code;
  std::optional<std::string> output_summary;
  std::optional<std::string> error_summary;
  std::optional<double> percent;  // 0 to 100
  std::optional<std::string> stage;

  bool operator==(const agent_event&) const = default;
};

// The text fields of an event with the arena's limit for each, in UTF-16 units: the one list that redaction,
// clamping and writing share.
struct event_text_field {
  std::string_view name;
  std::optional<std::string> agent_event::* member;
  std::size_t max_units;
};
inline constexpr std::array<event_text_field, 9> text_fields_of_events = {{
    {"summary", &agent_event::summary, limits::summary_units},
    {"tool", &agent_event::tool, limits::tool_units},
    {"filename", &agent_event::filename, limits::filename_units},
    {"language", &agent_event::language, limits::language_units},
    {"snippet", &agent_event::snippet, limits::snippet_units},
    {"command", &agent_event::command, limits::command_units},
    {"output_summary", &agent_event::output_summary, limits::output_summary_units},
    {"error_summary", &agent_event::error_summary, limits::error_summary_units},
    {"stage", &agent_event::stage, limits::stage_units},
}};
constexpr const auto& event_text_fields() noexcept {
  return text_fields_of_events;
}

// The event as a JSON object, exactly as the arena reads it: `type`, `timestamp` and the fields that are
// there. REQUIRES valid UTF-8 in every text.
std::string encode_event(const agent_event& event);

}  // namespace bouts
