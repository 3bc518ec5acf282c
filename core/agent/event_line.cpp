#include "core/agent/event_line.hpp"

#include "core/agent/event_fields.hpp"
#include "core/agent/json_object.hpp"
#include "core/agent/marker.hpp"
#include "core/agent/solution_object.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

namespace arena {

namespace {

// Longer names are none that is looked for.
constexpr std::size_t max_type_bytes = 64;

// The JSON of the object under "event"; empty when there is none.
std::string enclosed_in(json::object_reader& object) {
  std::string enclosed;
  object.each_field([&](std::string_view name, json::value& field) {
    if (name == "event") {
      enclosed = json::object_text(field);
    }
  });
  return enclosed;
}

bool has_escapes(std::string_view written) noexcept {
  return written.find('\\') != std::string_view::npos;
}

std::optional<bouts::event_type> type_of(std::string_view written) {
  const auto type = bouts::parse_readable_event_type(written);
  return type || !has_escapes(written) ? type
                                       : bouts::parse_event_type(json::unescape(written, max_type_bytes));
}

bool is_submission(std::string_view written) {
  constexpr std::string_view name = "submission";
  return written == name || (has_escapes(written) && json::unescape(written, max_type_bytes) == name);
}

// Nearly every other object that agents print (their data, their own protocols) ends here, before it is
// parsed.
bool may_mean_something(std::string_view text) noexcept {
  constexpr std::string_view usual = R"({"type":")";  // spares the search
  const auto names = [text](std::string_view name) { return text.find(name) != std::string_view::npos; };
  return text.starts_with(usual) ||
         (json::looks_like_object(text) && (names("\"type\"") || names("\"event\"")));
}

constexpr auto spaces = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view(" \t\r\f\v")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

bool is_space(char c) noexcept {
  return spaces[static_cast<unsigned char>(c)];
}

}  // namespace

// With pointers, as this is the loop that a flood of output goes through.
text_lines leading_text(agent_stream stream, std::string_view bytes) noexcept {
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char object = stream == agent_stream::out ? '{' : '\0';
  text_lines found;
  for (const char* line = begin;;) {
    const char* at = line;
    while (at != end && is_space(*at)) {
      ++at;
    }
    const auto left = static_cast<std::size_t>(end - at);
    const bool may_mean_something =
        left > 0 && ((*at == '{' && *at == object) ||
                     (*at == '[' && std::string_view(at, left).starts_with(marker_opening)));
    const auto* feed =
        left == 0 || may_mean_something ? nullptr : static_cast<const char*>(std::memchr(at, '\n', left));
    if (feed == nullptr || static_cast<std::size_t>(feed - line) > max_line_bytes) {
      found.bytes = static_cast<std::size_t>(line - begin);
      return found;
    }
    line = feed + 1;
    ++found.count;
  }
}

// What is used anew for each line.
struct event_line::buffers {
  json::object_reader object;
  object_fields said;
  mended_texts mended;
  bouts::event_view event;
};

event_line::event_line() : memory_(std::make_unique<buffers>()) {}
event_line::~event_line() = default;
event_line::event_line(event_line&&) noexcept = default;
event_line& event_line::operator=(event_line&&) noexcept = default;

line_meaning event_line::read(agent_stream stream, std::string_view line, bouts::wall_time now,
                              std::size_t behind) {
  line_meaning meaning;
  const auto start = std::ranges::find_if_not(line, is_space);
  const auto first = static_cast<std::size_t>(start - line.begin());
  if (start == line.end()) {
    return meaning;
  }
  if (line[first] == '{') {
    if (stream == agent_stream::out) {
      read_json(meaning, stream, line, now, behind);
    }
    return meaning;
  }
  const auto said = line[first] == '[' ? parse_marker(line) : std::nullopt;
  if (said && said->type == "event") {
    read_json(meaning, stream, said->message, now, 0);
  } else if (said) {
    if (const auto type = bouts::parse_event_type(said->type)) {
      lost_fields_ += fill(memory_->event, memory_->mended, *said, *type, now);
      meaning = &memory_->event;
    }
  }
  return meaning;
}

void event_line::read_json(line_meaning& meaning, agent_stream stream, std::string_view text,
                           bouts::wall_time now, std::size_t behind) {
  auto& [object, said, mended, event] = *memory_;
  if (!may_mean_something(text) || !object.open(text, behind) || !look_at(said, object)) {
    return;
  }
  auto type = type_of(said.text(said.type));
  std::string enclosed;
  if (said.encloses && !type && !is_submission(said.text(said.type))) {
    enclosed = enclosed_in(object);
    if (!object.open(enclosed) || !look_at(said, object)) {
      return;
    }
    type = type_of(said.text(said.type));
  }
  if (type) {
    lost_fields_ += fill(event, object, said, *type, now);
    meaning = &event;
  } else if (is_submission(said.text(said.type)) && stream == agent_stream::out) {
    meaning = solution_of(object).value_or(bouts::solution{});  // one without an answer is still not text
  }
}

}  // namespace arena
