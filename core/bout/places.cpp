#include "core/bout/places.hpp"

#include <algorithm>

namespace arena {

places::places(int count) : count_(static_cast<std::size_t>(count)) {}

void places::want(const bouts::entry_id& entry, std::optional<bouts::wall_time> ends) {
  if (has_place(entry)) {
    return;
  }
  const auto [found, is_new] = waiting_.try_emplace(entry);
  found->second.ends = ends.value_or(bouts::wall_time::max());
  if (is_new) {
    found->second.came = comers_++;
  }
}

void places::leave(const bouts::entry_id& entry) {
  waiting_.erase(entry);
  holders_.erase(entry);
}

std::optional<bouts::entry_id> places::grant() {
  if (holders_.size() >= count_ || waiting_.empty()) {
    return std::nullopt;
  }
  const auto first = std::ranges::min_element(waiting_, {}, [](const auto& one) { return one.second; });
  auto entry = first->first;
  waiting_.erase(first);
  holders_.insert(entry);
  return entry;
}

void places::give_back(const bouts::entry_id& entry) {
  holders_.erase(entry);
}

void places::take(const bouts::entry_id& entry) {
  waiting_.erase(entry);
  holders_.insert(entry);
}

void places::resize(int count) {
  count_ = static_cast<std::size_t>(count);
}

}  // namespace arena
