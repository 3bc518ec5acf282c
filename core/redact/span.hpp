// A part of a text that must not be shown.
#pragma once

#include <cstddef>
#include <string_view>

namespace arena::redaction {

struct span {
  std::size_t begin = 0;
  std::size_t end = 0;      // one behind the last byte
  std::string_view kind{};  // a word of static storage, as it stands in the mark: "[redacted:kind]"

  std::size_t size() const noexcept { return end - begin; }
};

}  // namespace arena::redaction
