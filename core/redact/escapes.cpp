#include "core/redact/escapes.hpp"

#include <charconv>
#include <cstdint>

namespace arena::redaction {

namespace {

constexpr std::size_t unit_length = 6;  // "\uXXXX"

// The number in the `digits` hex digits at the front of `text`.
std::optional<std::uint32_t> hex(std::string_view text, std::size_t digits) noexcept {
  std::uint32_t number = 0;
  if (text.size() < digits) {
    return std::nullopt;
  }
  const char* const last = text.data() + digits;
  const auto [end, ec] = std::from_chars(text.data(), last, number, 16);
  return ec == std::errc{} && end == last ? std::optional(number) : std::nullopt;
}

std::optional<std::uint32_t> utf16_unit(std::string_view text) noexcept {
  return text.starts_with("\\u") ? hex(text.substr(2), 4) : std::nullopt;
}

escape character(std::uint32_t c, std::size_t length) noexcept {
  escape found{.bytes = {}, .size = 0, .length = length};
  const auto put = [&](std::uint32_t byte) { found.bytes[found.size++] = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return found;
}

std::optional<escape> unicode_escape(std::string_view text) noexcept {
  const auto first = utf16_unit(text);
  if (!first) {
    return std::nullopt;
  }
  const auto second =
      *first >= 0xD800 && *first <= 0xDBFF ? utf16_unit(text.substr(unit_length)) : std::nullopt;
  if (second && *second >= 0xDC00 && *second <= 0xDFFF) {
    return character(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00), 2 * unit_length);
  }
  return character(*first, unit_length);
}

}  // namespace

std::optional<escape> read_escape(std::string_view text) noexcept {
  constexpr std::string_view names = "\"\\/bfnrt'";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t'";
  if (text.starts_with('%')) {
    // A single byte of UTF-8: it is compared with bytes.
    const auto byte = hex(text.substr(1), 2);
    return byte ? std::optional(escape{.bytes = {static_cast<char>(*byte)}, .size = 1, .length = 3})
                : std::nullopt;
  }
  if (!text.starts_with('\\') || text.size() < 2) {
    return std::nullopt;
  }
  const auto known = names.find(text[1]);
  if (known != std::string_view::npos) {
    return escape{.bytes = {meanings[known]}, .size = 1, .length = 2};
  }
  return unicode_escape(text);
}

}  // namespace arena::redaction
