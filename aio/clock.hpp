// The one place where the shells read the machine's clocks.
#pragma once

#include "core/base/time.hpp"

#include <chrono>

namespace aio {

inline bouts::wall_time wall_now() {
  return std::chrono::floor<bouts::milliseconds>(std::chrono::system_clock::now());
}

inline bouts::mono_time mono_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace aio
