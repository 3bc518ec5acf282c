// The arena's own rate limit: a fixed window that starts with the first request after the last one has
// passed, and in which refused requests count too (API.md, observed). Not the sliding window that a good
// client keeps.
#pragma once

#include "core/base/time.hpp"

#include <map>
#include <string>

namespace arena::sandbox {

class rate_window {
 public:
  // REQUIRES limit > 0 and length > 0.
  rate_window(int limit, bouts::milliseconds length) noexcept : limit_(limit), length_(length) {}

  // Spends one place; false when there was none.
  bool take(bouts::wall_time now) noexcept;
  // Places left after the last take().
  int remaining() const noexcept { return used_ < limit_ ? limit_ - used_ : 0; }
  int limit() const noexcept { return limit_; }
  // When the next window may begin. REQUIRES a take().
  bouts::wall_time end() const noexcept { return start_ + length_; }

 private:
  int limit_;
  bouts::milliseconds length_;
  bouts::wall_time start_{};
  int used_ = 0;
};

// One window for each caller. The keys are our own agents' names and "anonymous", so the table is bounded.
class rate_table {
 public:
  rate_table(int limit, bouts::milliseconds length) noexcept : limit_(limit), length_(length) {}
  rate_window& of(const std::string& caller) {
    return windows_.try_emplace(caller, limit_, length_).first->second;
  }

 private:
  int limit_;
  bouts::milliseconds length_;
  std::map<std::string, rate_window> windows_;
};

}  // namespace arena::sandbox
