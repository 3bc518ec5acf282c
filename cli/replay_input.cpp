#include "cli/replay_input.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/wire/raw_json.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

namespace bouts::cli {

namespace {

// Beyond these a double does not tell whole numbers apart, and an int holds none.
constexpr double largest_exact = 9e15;
constexpr double largest_int = 2e9;

std::optional<std::int64_t> whole(const raw_json& value, double largest) {
  const auto number = value.number();
  return number && *number >= 0 && *number <= largest ? std::optional(static_cast<std::int64_t>(*number))
                                                      : std::nullopt;
}

std::optional<replay_event> event_of(const std::string& line) {
  const raw_json from(std::make_shared<const std::string>(line), "");
  const auto type = from["event_type"].text();
  const auto at = whole(from["timestamp_ms"], largest_exact);
  if (!type || !at) {
    return std::nullopt;
  }
  replay_event made;
  made.event_type = *type;
  made.timestamp = wall_time(milliseconds(*at));
  if (const auto data = from["data"]; data && data.str().starts_with('{')) {
    made.data = data.str();
  }
  made.tool = from["tool"].text();
  made.phase = from["phase"].text();
  if (const auto tokens = whole(from["tokens"], largest_int)) {
    made.tokens = static_cast<int>(*tokens);
  }
  if (const auto length = whole(from["duration_ms"], largest_exact)) {
    made.duration = milliseconds(*length);
  }
  made.success = from["success"].boolean();
  made.confidence = from["confidence"].number();
  return made;
}

}  // namespace

result<std::vector<replay_event>> read_replay(const std::string& path, std::istream& in) {
  const bool from_stream = path.empty() || path == "-";
  std::ifstream file;
  if (!from_stream) {
    file.open(path, std::ios::binary);
  }
  if (!from_stream && !file) {
    return fail(errc::io, path + " cannot be read: " + std::strerror(errno));
  }
  std::istream& from = from_stream ? in : file;
  std::vector<replay_event> events;
  std::string line;
  for (std::size_t number = 1; std::getline(from, line); ++number) {
    if (trim(line).empty()) {
      continue;
    }
    auto event = is_valid_utf8(line) ? event_of(line) : std::nullopt;
    if (!event) {
      return fail(errc::invalid, "line " + std::to_string(number) +
                                     " is no event: a JSON object with event_type and timestamp_ms");
    }
    events.push_back(*std::move(event));
    if (events.size() > limits::replay_events_per_request) {
      break;  // the call says that these are too many
    }
  }
  return events;
}

}  // namespace bouts::cli
