// Bad weather on request: outages, and faults for the next so many requests. Pure; times of the test are real
// time.
#pragma once

#include "core/base/time.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace arena::sandbox {

enum class fault_mode : std::uint8_t {
  status,      // the given status with the arena's error body; the request is not processed
  cut_before,  // the connection is closed without an answer; not processed
  cut_after,   // processed, then the connection is closed without an answer
  garbage,     // a body that begins like JSON and is not; not processed
  html,        // a proxy's HTML page; not processed
  empty,       // an empty body; not processed
  slow,        // processed after the delay
};

std::optional<fault_mode> parse_fault_mode(std::string_view name) noexcept;

struct fault {
  std::string path;    // a prefix; empty: every path
  std::string method;  // empty: every method
  fault_mode mode = fault_mode::status;
  int status = 503;  // of the answer, where the mode makes one
  int remaining = 1;
  std::optional<int> retry_after;  // seconds, sent as they are
  bouts::milliseconds delay{0};    // before anything else happens, in every mode
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
  // The first waiting fault that fits; each call spends one of its requests.
  std::optional<fault> take(std::string_view method, std::string_view path);
  std::size_t waiting() const noexcept { return waiting_.size(); }

 private:
  bool outage_ = false;
  std::optional<bouts::wall_time> outage_until_;
  std::deque<fault> waiting_;
};

}  // namespace arena::sandbox
