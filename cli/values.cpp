#include "cli/values.hpp"

#include <charconv>

namespace bouts::cli {

const std::vector<std::string>& values::all(std::string_view name) const {
  static const std::vector<std::string> none;
  const auto found = given_.find(name);
  return found == given_.end() ? none : found->second;
}

const std::string& values::text(std::string_view name) const {
  static const std::string none;
  const auto& given = all(name);
  return given.empty() ? none : given.back();
}

std::optional<int> values::number(std::string_view name) const {
  return has(name) ? parse_number(text(name)) : std::nullopt;
}

std::optional<int> parse_number(std::string_view text) noexcept {
  int number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  return wrong == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace bouts::cli
