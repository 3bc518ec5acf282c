// How often one place of the program may say something: a bound for the log, whatever goes wrong how often.
//
// Pure: the time is an argument. Not thread-safe.
#pragma once

#include "core/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bouts {

struct repeat_bounds {
  std::uint32_t lines = 20;  // of one place in a window
  milliseconds window{10'000};
  std::size_t places = 2'000;  // known at once; those that are silent are forgotten first
};

class repeat_limit {
 public:
  explicit repeat_limit(repeat_bounds bounds = {}) : bounds_(bounds) {}

  // Nothing when this line is one too many. Else how many were held back since the last one that was said.
  // The first line of a place opens its window; the first after its end opens the next.
  std::optional<std::uint64_t> say(std::string_view place, mono_time now);

 private:
  struct window {
    mono_time began;
    std::uint32_t said = 0;
    std::uint64_t held_back = 0;
  };
  void make_room(mono_time now);

  repeat_bounds bounds_;
  std::map<std::string, window, std::less<>> windows_;
};

}  // namespace bouts
