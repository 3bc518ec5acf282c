// What became of a stream's events: the proof of completeness at a bout's end.
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace arena {

struct event_account {
  std::uint64_t produced = 0;  // by the agent and by us
  std::uint64_t sent = 0;
  std::uint64_t merged = 0;                                   // into another that was sent or still counts
  std::map<std::string, std::uint64_t, std::less<>> dropped;  // by reason
  std::uint64_t bytes = 0;                                    // of the texts of what was produced, redacted
  bouts::milliseconds longest_lag{0};                         // from push to answer, of those sent

  void drop(std::string_view reason, std::uint64_t count);
  std::uint64_t dropped_total() const;
  // Counts what `other` counted as well.
  void add(const event_account& other);
  // "512 produced (86210 bytes), 28 sent, 400 merged, 84 dropped (84 overtaken), longest lag 2.1s"
  std::string describe() const;

  bool operator==(const event_account&) const = default;
};

}  // namespace arena
