#include "core/agent/event_line.hpp"

#include "core/agent/event_fields.hpp"
#include "core/agent/json_object.hpp"
#include "core/agent/marker.hpp"
#include "core/agent/solution_object.hpp"

#include <optional>
#include <string>

namespace arena {

namespace {

// The names that are looked for are shorter by far.
constexpr std::size_t max_type_bytes = 64;

// What tells the kinds of objects apart.
struct object_kind {
  std::string type;      // empty when there is none
  std::string enclosed;  // the object under "event", as JSON; empty when there is none
};

std::optional<object_kind> kind_of(json::object_reader& object) {
  object_kind kind;
  const bool complete = object.each_field([&](std::string_view name, json::value& field) {
    if (name == "type") {
      kind.type = json::text_of(field, max_type_bytes).value_or("");
    } else if (name == "event") {
      kind.enclosed = json::object_text(field);
    }
  });
  return complete ? std::optional(kind) : std::nullopt;
}

// Nearly every other object that agents print (their data, their own protocols) ends here, before it is
// parsed.
bool may_mean_something(std::string_view text) noexcept {
  const bool named = text.find("\"type\"") != std::string_view::npos;
  return json::looks_like_object(text) && (named || text.find("\"event\"") != std::string_view::npos);
}

}  // namespace

event_line::event_line() : object_(std::make_unique<json::object_reader>()) {}
event_line::~event_line() = default;
event_line::event_line(event_line&&) noexcept = default;
event_line& event_line::operator=(event_line&&) noexcept = default;

line_meaning event_line::read(agent_stream stream, std::string_view line, bouts::wall_time now) {
  const auto first = line.find_first_not_of(" \t\r\f\v");
  if (first == std::string_view::npos) {
    return {};
  }
  if (line[first] == '{') {
    return stream == agent_stream::out ? read_json(stream, line, now) : line_meaning{};
  }
  const auto said = line[first] == '[' ? parse_marker(line) : std::nullopt;
  if (!said) {
    return {};
  }
  if (said->type == "event") {
    return read_json(stream, said->message, now);
  }
  const auto type = bouts::parse_event_type(said->type);
  if (!type) {
    return {};
  }
  auto read = event_of(*said, *type, now);
  lost_fields_ += read.lost_fields;
  return std::move(read.event);
}

line_meaning event_line::read_json(agent_stream stream, std::string_view text, bouts::wall_time now) {
  if (!may_mean_something(text) || !object_->open(text)) {
    return {};
  }
  auto kind = kind_of(*object_);
  if (kind && !bouts::parse_event_type(kind->type) && kind->type != "submission" && !kind->enclosed.empty()) {
    kind = object_->open(kind->enclosed) ? kind_of(*object_) : std::nullopt;
  }
  if (!kind) {
    return {};
  }
  if (const auto type = bouts::parse_event_type(kind->type)) {
    auto read = event_of(*object_, *type, now);
    if (read) {
      lost_fields_ += read->lost_fields;
      return std::move(read->event);
    }
  } else if (kind->type == "submission" && stream == agent_stream::out) {
    return solution_of(*object_).value_or(bouts::solution{});  // one without an answer is still not text
  }
  return {};
}

}  // namespace arena
