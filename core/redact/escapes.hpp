// One character as it is written in a URL ("%2F") or in JSON ("\/", "\n", "\u002f"). Pure; safe to call
// concurrently.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace arena::redaction {

struct escape {
  std::array<char, 4> bytes{};  // what it stands for, in UTF-8
  std::size_t size = 0;         // how many of them
  std::size_t length = 0;       // how much of the text it takes

  std::string_view meaning() const noexcept { return {bytes.data(), size}; }
};

// The escape at the front of `text`; nothing when none stands there.
std::optional<escape> read_escape(std::string_view text) noexcept;

}  // namespace arena::redaction
