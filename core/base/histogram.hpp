// How long things took, counted into classes: enough to see a distribution, in the memory of a few numbers.
//
// Pure. Not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bouts {

class duration_histogram {
 public:
  // The upper ends of the classes but the last, in seconds: from a write into memory to a call that timed
  // out.
  static constexpr std::array<double, 14> bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                    0.25,  0.5,    1.0,   2.5,  5.0,   10.0, 30.0};

  // A negative time counts as none.
  void add(std::chrono::nanoseconds took) noexcept {
    const double seconds = std::max(std::chrono::duration<double>(took).count(), 0.0);
    const auto place = std::ranges::lower_bound(bounds, seconds) - bounds.begin();
    ++counts_[static_cast<std::size_t>(place)];
    ++count_;
    sum_ += seconds;
    longest_ = std::max(longest_, seconds);
  }

  // One for each class: at most bounds[i] and above the one before; the last has all that took longer.
  const std::array<std::uint64_t, bounds.size() + 1>& counts() const noexcept { return counts_; }
  std::uint64_t count() const noexcept { return count_; }
  double sum() const noexcept { return sum_; }          // in seconds
  double longest() const noexcept { return longest_; }  // in seconds

 private:
  std::array<std::uint64_t, bounds.size() + 1> counts_{};
  std::uint64_t count_ = 0;
  double sum_ = 0;
  double longest_ = 0;
};

}  // namespace bouts
