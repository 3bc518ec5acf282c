// Waits for a condition that another process or thread brings about. Never for a time: a test passes as soon
// as it can, and a slow machine only makes it slower.
#pragma once

#include <chrono>
#include <thread>
#include <utility>

namespace test_support {

inline constexpr std::chrono::seconds long_enough{60};

// True once `condition()` was true; false when it was not within `limit`.
template <class Condition>
bool wait_until(Condition condition, std::chrono::milliseconds limit = long_enough) {
  constexpr std::chrono::milliseconds between_looks{2};
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) {
      return false;
    }
    std::this_thread::sleep_for(between_looks);
  }
  return true;
}

}  // namespace test_support
