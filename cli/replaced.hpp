// Quoting for shells and troff.
#pragma once

#include <string>
#include <string_view>

namespace bouts::cli {

// The text with `by` in the place of each `what`.
inline std::string replaced(std::string_view text, char what, std::string_view by) {
  std::string made;
  for (const char c : text) {
    if (c == what) {
      made += by;
    } else {
      made += c;
    }
  }
  return made;
}

}  // namespace bouts::cli
