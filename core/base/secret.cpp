#include "core/base/secret.hpp"

#include "core/base/digest.hpp"

namespace bouts {

std::string secret::masked() const {
  constexpr std::size_t shown = 5;         // "aa_1f": the kind of key and 8 bits of it
  constexpr std::size_t long_enough = 24;  // below this, 5 characters would be too large a part
  const std::string length = "(" + std::to_string(text_.size()) + ")";
  return text_.size() < long_enough ? "…" + length : text_.substr(0, shown) + "…" + length;
}

bool operator==(const secret& a, const secret& b) noexcept {
  return equal_in_constant_time(a.text_, b.text_);
}

}  // namespace bouts
