#include "core/base/repeat_limit.hpp"

#include <utility>

namespace bouts {

std::optional<std::uint64_t> repeat_limit::say(std::string_view place, mono_time now) {
  auto found = windows_.find(place);
  if (found == windows_.end()) {
    make_room(now);
    windows_.emplace(std::string(place), window{.began = now, .said = 1});
    return 0;
  }
  auto& here = found->second;
  if (now - here.began >= bounds_.window) {
    const auto held_back = here.held_back;
    here = {.began = now, .said = 1};
    return held_back;
  }
  if (here.said >= bounds_.lines) {
    ++here.held_back;
    return std::nullopt;
  }
  ++here.said;
  return 0;
}

void repeat_limit::make_room(mono_time now) {
  if (windows_.size() < bounds_.places) {
    return;
  }
  std::erase_if(windows_, [&](const auto& one) {
    return one.second.held_back == 0 && now - one.second.began >= bounds_.window;
  });
  if (windows_.size() >= bounds_.places) {
    windows_.clear();
  }
}

}  // namespace bouts
