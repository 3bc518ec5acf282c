#include "core/relay/account.hpp"

#include <algorithm>
#include <numeric>

namespace arena {

void event_account::drop(std::string_view reason, std::uint64_t count) {
  if (count == 0) {
    return;
  }
  const auto known = dropped.find(reason);
  auto& counted = known != dropped.end() ? known->second : dropped[std::string(reason)];
  counted += count;
}

std::uint64_t event_account::dropped_total() const {
  return std::accumulate(dropped.begin(), dropped.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& one) { return sum + one.second; });
}

void event_account::add(const event_account& other) {
  produced += other.produced;
  sent += other.sent;
  merged += other.merged;
  bytes += other.bytes;
  longest_lag = std::max(longest_lag, other.longest_lag);
  for (const auto& [reason, count] : other.dropped) {
    drop(reason, count);
  }
}

std::string event_account::describe() const {
  std::string text = std::to_string(produced) + " produced (" + std::to_string(bytes) + " bytes), " +
                     std::to_string(sent) + " sent, " + std::to_string(merged) + " merged, " +
                     std::to_string(dropped_total()) + " dropped";
  if (!dropped.empty()) {
    std::string reasons;
    for (const auto& [reason, count] : dropped) {
      reasons += (reasons.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
    }
    text += " (" + reasons + ")";
  }
  return text + ", longest lag " + bouts::format_duration(longest_lag);
}

}  // namespace arena
