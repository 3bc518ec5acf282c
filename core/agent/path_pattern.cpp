#include "core/agent/path_pattern.hpp"

#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

namespace arena {

namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const auto part : std::views::split(path, '/')) {
    parts.emplace_back(part.begin(), part.end());
  }
  return parts;
}

std::size_t length_of_character(char first) noexcept {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Whether items match patterns of which some stand for any number of items. Row by row, so that no pattern
// costs more than the product of both.
template <class Items, class Patterns, class IsMany, class Fits>
bool matches_all(const Items& items, const Patterns& patterns, IsMany is_many, Fits fits) {
  std::vector<bool> reached(items.size() + 1, false);  // the patterns so far match that many items
  reached[0] = true;
  for (const auto& pattern : patterns) {
    if (is_many(pattern)) {
      for (std::size_t i = 1; i < reached.size(); ++i) {
        reached[i] = reached[i] || reached[i - 1];
      }
      continue;
    }
    for (std::size_t i = reached.size() - 1; i > 0; --i) {
      reached[i] = reached[i - 1] && fits(items[i - 1], pattern);
    }
    reached[0] = false;
  }
  return reached.back();
}

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const auto length = std::min(length_of_character(text.front()), text.size());
    all.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return all;
}

bool matches_part(std::string_view part, std::string_view pattern) {
  return matches_all(
      characters_of(part), characters_of(pattern), [](std::string_view one) { return one == "*"; },
      [](std::string_view character, std::string_view one) { return one == "?" || one == character; });
}

}  // namespace

bool matches_pattern(std::string_view path, std::string_view pattern) {
  return matches_all(
      parts_of(path), parts_of(pattern), [](std::string_view one) { return one == "**"; }, matches_part);
}

}  // namespace arena
