#include "core/base/secret.hpp"

#include "core/base/digest.hpp"

#include <algorithm>

namespace bouts {

std::string secret::masked() const {
  constexpr std::size_t shown = 5;         // "aa_1f": the kind of key and 8 bits of it
  constexpr std::size_t long_enough = 24;  // below this, 5 characters would be too large a part
  const std::string hidden = "…(" + std::to_string(text_.size()) + ")";
  const std::string beginning = text_.substr(0, shown);
  // Anything may have been configured as a secret: no control and no half of a character must come out.
  const bool plain = std::ranges::all_of(beginning, [](char c) { return c > 0x20 && c < 0x7F; });
  return text_.size() >= long_enough && plain ? beginning + hidden : hidden;
}

bool operator==(const secret& a, const secret& b) noexcept {
  return equal_in_constant_time(a.text_, b.text_);
}

}  // namespace bouts
