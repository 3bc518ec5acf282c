#include "core/base/ids.hpp"

#include <algorithm>

namespace bouts {

bool is_safe_id(std::string_view text) noexcept {
  const auto safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= max_id_length && text.front() != '.' && text.front() != '-' &&
         std::ranges::all_of(text, safe);
}

}  // namespace bouts
