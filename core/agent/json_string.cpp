#include "core/agent/json_string.hpp"

#include "core/base/text.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace arena::json {

namespace {

constexpr std::uint32_t replacement = 0xFFFD;

bool is_high(std::uint32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(std::uint32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

// The UTF-16 unit of the escape \uXXXX at the front of `text`.
std::optional<std::uint32_t> unit_at(std::string_view text) {
  constexpr std::size_t length = 6;
  std::uint32_t unit = 0;
  if (text.size() < length || text[0] != '\\' || text[1] != 'u') {
    return std::nullopt;
  }
  const char* const last = text.data() + length;
  const auto [end, ec] = std::from_chars(text.data() + 2, last, unit, 16);
  return ec == std::errc{} && end == last ? std::optional(unit) : std::nullopt;
}

// Appends the character that the \u escape at the front of `text` stands for, with its second half where it
// has one. How many bytes it took; 0 when it is not such an escape.
std::size_t append_unit(std::string& out, std::string_view text) {
  const auto unit = unit_at(text);
  if (!unit) {
    return 0;
  }
  const auto second = is_high(*unit) ? unit_at(text.substr(6)) : std::nullopt;
  if (second && is_low(*second)) {
    append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10) + (*second - 0xDC00));
    return 12;
  }
  append_utf8(out, is_high(*unit) || is_low(*unit) ? replacement : *unit);
  return 6;
}

// The same for any escape: `text` starts with a backslash.
std::size_t append_escape(std::string& out, std::string_view text) {
  constexpr std::string_view names = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const auto known = text.size() > 1 ? names.find(text[1]) : std::string_view::npos;
  if (known != std::string_view::npos) {
    out += meanings[known];
    return 2;
  }
  if (const auto taken = append_unit(out, text)) {
    return taken;
  }
  out += '\\';
  return 1;
}

}  // namespace

std::string unescape(std::string_view literal, std::size_t max_bytes) {
  if (literal.find('\\') == std::string_view::npos) {
    return std::string(head(literal, max_bytes));
  }
  std::string text;
  while (!literal.empty() && text.size() <= max_bytes) {
    const std::string_view plain = literal.substr(0, literal.find('\\'));
    text += head(plain, max_bytes);
    literal.remove_prefix(plain.size());
    if (!literal.empty()) {
      literal.remove_prefix(append_escape(text, literal));
    }
  }
  text.resize(head(text, max_bytes).size());
  return text;
}

std::string repaired(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  bool inside = false;
  bool escaped = false;
  for (const char c : bouts::to_valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (inside && byte < 0x20) {
      // After a lone backslash the two make no escape; \u00XX alone means the control.
      out += escaped ? "\\" : "";
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 0x0FU];
      escaped = false;
      continue;
    }
    inside = c == '"' && !escaped ? !inside : inside;
    escaped = inside && c == '\\' && !escaped;
    // Outside of strings, NUL and the like stand for nothing: a space keeps the rest readable.
    out += byte < 0x20 ? ' ' : c;
  }
  return out;
}

std::string_view head(std::string_view text, std::size_t max_bytes) noexcept {
  if (text.size() <= max_bytes) {
    return text;
  }
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

}  // namespace arena::json
