// Bad weather on request: outages, and faults for the next so many requests. Pure; times of the test are real
// time. Everything that looks like chance follows from a fault's seed and from how many requests it has met.
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace arena::sandbox {

enum class fault_mode : std::uint8_t {
  status,      // the given status with the arena's error body; the request is not processed
  delay,       // processed after the delay
  cut_before,  // the connection is closed without an answer; not processed
  cut_after,   // processed, then the connection is closed without an answer
  garbage,     // a body that begins like JSON and is not; not processed
  html,        // a proxy's HTML page; not processed
  empty,       // an empty body; not processed
  truncated,   // processed, and the connection is closed in the middle of the answer's body
  huge,        // processed, and the answer's body is longer than a client should take
  slow,        // processed, and the answer's body comes a few bytes at a time
  repeated,    // processed, and what the answer lists stands in it twice
};

std::optional<fault_mode> parse_fault_mode(std::string_view name) noexcept;
// "status, delay, …", for a refusal.
std::string fault_mode_names();

// The end of a slow or huge answer has to come some time.
inline constexpr std::size_t most_fault_bytes = 1'000'000'000;

struct fault {
  std::string
      path;  // a prefix of the path, or of the endpoint's pattern ("/api/v1/sessions/:id"); empty: all
  std::string method;  // empty: every method
  fault_mode mode = fault_mode::status;
  int status = 503;  // of the answer, where the mode makes one
  int remaining = 1;
  std::optional<int> retry_after;  // seconds, sent as they are
  bouts::milliseconds delay{0};    // before anything else happens, in every mode
  // garbage and huge: how long the body is. slow: how much of it comes at a time. truncated: how much of it
  // comes. Nothing: what the mode usually has.
  std::optional<std::size_t> bytes;
  bouts::milliseconds pause{50};  // slow: between two pieces
  double chance = 1;              // that a request which fits is hit, 0 to 1
  std::string seed;               // the same one hits the same requests in the same way
  long long met = 0;              // requests that fitted, hit or not

  // 0 to 2^32-1, for the request met last; a different one for each `purpose`.
  std::uint32_t draw(std::string_view purpose) const;
};

class faults {
 public:
  // While the outage is on, requests get their connection closed.
  void begin_outage(std::optional<bouts::wall_time> until) noexcept;  // nothing: until end_outage()
  void end_outage() noexcept { outage_ = false; }
  bool is_out(bouts::wall_time now) const noexcept;

  // False when there are limits::max_faults waiting already.
  bool add(fault one);
  void clear() noexcept { waiting_.clear(); }
  // The first waiting fault that fits and hits; that spends one of its requests. `pattern` is the endpoint's,
  // empty where there is none.
  std::optional<fault> take(std::string_view method, std::string_view path, std::string_view pattern);
  std::size_t waiting() const noexcept { return waiting_.size(); }

 private:
  bool outage_ = false;
  std::optional<bouts::wall_time> outage_until_;
  std::deque<fault> waiting_;
};

}  // namespace arena::sandbox
