#include "sandbox/fault_request.hpp"

#include "sandbox/json_reading.hpp"

#include <algorithm>
#include <array>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 11> known_keys = {"path",     "method",      "mode",     "status",
                                                         "count",    "retry_after", "delay_ms", "bytes",
                                                         "pause_ms", "chance",      "seed"};

constexpr int most_requests = 1'000'000;
constexpr int longest_wait_ms = 600'000;

int usual_status(fault_mode mode) noexcept {
  switch (mode) {
    case fault_mode::garbage:
      return 200;
    case fault_mode::html:
    case fault_mode::empty:
      return 502;
    default:
      return 503;
  }
}

// The whole numbers of a body; the first wrong one is kept.
class numbers {
 public:
  explicit numbers(const json::object& from) : from_(from) {}

  // `otherwise` without the key.
  std::int64_t get(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    if (!from_.contains(key)) {
      return otherwise;
    }
    const auto number = integer_at(from_, key);
    if (number && *number >= least && *number <= most) {
      return *number;
    }
    if (wrong_.empty()) {
      wrong_ = std::string(key) + ": must be a whole number from " + std::to_string(least) + " to " +
               std::to_string(most);
    }
    return otherwise;
  }
  const std::string& wrong() const noexcept { return wrong_; }

 private:
  const json::object& from_;
  std::string wrong_;
};

}  // namespace

answer_or_refusal<fault> read_fault(const json::object& body, std::string_view usual_seed) {
  for (const auto& member : body) {
    if (std::ranges::find(known_keys, std::string_view(member.key())) == known_keys.end()) {
      return refuse_invalid("Unknown key: " + std::string(member.key()));
    }
  }
  for (const std::string_view key : {"path", "method", "mode", "seed"}) {
    if (body.contains(key) && !text_at(body, key)) {
      return refuse_invalid(std::string(key) + ": must be a string");
    }
  }
  const auto mode = parse_fault_mode(text_at(body, "mode").value_or("status"));
  if (!mode) {
    return refuse_invalid("mode: must be one of " + fault_mode_names());
  }
  fault read;
  numbers given(body);
  read.mode = *mode;
  read.path = text_at(body, "path").value_or("");
  read.method = text_at(body, "method").value_or("");
  read.seed = text_at(body, "seed").value_or(usual_seed);
  read.status = static_cast<int>(given.get("status", usual_status(*mode), 200, 599));
  read.remaining = static_cast<int>(given.get("count", 1, 1, most_requests));
  read.delay = bouts::milliseconds(given.get("delay_ms", 0, 0, longest_wait_ms));
  read.pause = bouts::milliseconds(given.get("pause_ms", read.pause.count(), 0, longest_wait_ms));
  if (body.contains("retry_after")) {
    read.retry_after = static_cast<int>(given.get("retry_after", 0, 0, most_requests));
  }
  if (body.contains("bytes")) {
    read.bytes = static_cast<std::size_t>(given.get("bytes", 1, 1, most_fault_bytes));
  }
  read.chance = number_at(body, "chance").value_or(body.contains("chance") ? -1 : 1);
  if (!given.wrong().empty()) {
    return refuse_invalid(given.wrong());
  }
  if (!(read.chance >= 0 && read.chance <= 1)) {
    return refuse_invalid("chance: must be a number from 0 to 1");
  }
  if (read.mode == fault_mode::delay && !body.contains("delay_ms")) {
    return refuse_invalid("delay_ms: a delay needs it");
  }
  return read;
}

}  // namespace arena::sandbox
