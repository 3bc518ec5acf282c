#include "core/base/text.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace bouts {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";     // U+2026, one UTF-16 unit

unsigned char byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

struct sequence {
  std::size_t length;  // bytes that belong together, at least 1
  bool valid;
};

// The next character of `text` at `i`, after Table 3-7 of the Unicode standard (no overlong forms, no
// surrogates, nothing above U+10FFFF). A broken one has the length of its maximal subpart.
sequence next_sequence(std::string_view text, std::size_t i) {
  const unsigned char lead = byte_at(text, i);
  if (lead < 0x80) {
    return {1, true};
  }
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    low = lead == 0xE0 ? 0xA0 : low;
    high = lead == 0xED ? 0x9F : high;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    low = lead == 0xF0 ? 0x90 : low;
    high = lead == 0xF4 ? 0x8F : high;
  } else {
    return {1, false};
  }
  for (std::size_t k = 1; k < length; ++k) {
    if (i + k >= text.size() || byte_at(text, i + k) < low || byte_at(text, i + k) > high) {
      return {k, false};
    }
    low = 0x80;
    high = 0xBF;
  }
  return {length, true};
}

// Length in bytes of the escape sequence that starts at `i` (where ESC stands): CSI, OSC/DCS/PM/APC up to BEL
// or ST, else a two-byte one (with intermediates).
std::size_t escape_length(std::string_view text, std::size_t i) {
  if (i + 1 >= text.size()) {
    return 1;
  }
  const char kind = text[i + 1];
  std::size_t k = i + 2;
  if (kind == '[') {
    while (k < text.size() && text[k] >= 0x20 && text[k] <= 0x3F) {
      ++k;
    }
    return (k < text.size() && text[k] >= 0x40 && text[k] <= 0x7E ? k + 1 : k) - i;
  }
  if (kind == ']' || kind == 'P' || kind == '^' || kind == '_') {
    while (k < text.size() && text[k] != '\a' && text[k] != '\n' &&
           !(text[k] == '\x1b' && k + 1 < text.size() && text[k + 1] == '\\')) {
      ++k;
    }
    if (k < text.size() && text[k] == '\a') {
      ++k;
    } else if (k < text.size() && text[k] == '\x1b') {
      k += 2;
    }
    return k - i;
  }
  k = i + 1;
  while (k < text.size() && text[k] >= 0x20 && text[k] <= 0x2F) {
    ++k;
  }
  return (k < text.size() && text[k] >= 0x30 && text[k] <= 0x7E ? k + 1 : k) - i;
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) noexcept {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto next = next_sequence(bytes, i);
    if (!next.valid) {
      return false;
    }
    i += next.length;
  }
  return true;
}

std::string to_valid_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const auto next = next_sequence(bytes, i);
    text += next.valid ? bytes.substr(i, next.length) : replacement;
    i += next.length;
  }
  return text;
}

std::string strip_controls(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = byte_at(text, i);
    if (c == 0x1B) {
      i += escape_length(text, i);
    } else if (c == '\r') {
      clean += '\n';
      i += i + 1 < text.size() && text[i + 1] == '\n' ? 2 : 1;
    } else if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F) {
      ++i;
    } else if (c == 0xC2 && i + 1 < text.size() && byte_at(text, i + 1) < 0xA0) {
      i += 2;  // C1 controls are U+0080 to U+009F, C2 80 to C2 9F
    } else {
      clean += text[i++];
    }
  }
  return clean;
}

std::size_t utf16_length(std::string_view text) noexcept {
  std::size_t units = 0;
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    units += (c & 0xC0U) != 0x80 ? 1 : 0;  // one for each character …
    units += c >= 0xF0 ? 1 : 0;            // … and a second for those beyond U+FFFF
  }
  return units;
}

std::string clamp_utf16(std::string_view text, std::size_t max_units) {
  if (text.size() <= max_units || utf16_length(text) <= max_units) {
    return std::string(text);  // no text has more units than bytes
  }
  if (max_units == 0) {
    return {};
  }
  std::size_t units = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const auto next = next_sequence(text, end);
    const std::size_t taken = next.length == 4 ? 2 : 1;
    if (units + taken > max_units - 1) {
      break;
    }
    units += taken;
    end += next.length;
  }
  return std::string(text.substr(0, end)) + std::string(ellipsis);
}

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view space = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string printable(std::string_view text, std::size_t max_units) {
  const std::string valid = to_valid_utf8(text.substr(0, max_units * 4));
  std::string line;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const unsigned char c = byte_at(valid, i);
    if (c == '\n' || c == '\t' || c == '\r') {
      line += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
    } else if (c < 0x20 || c == 0x7F || (c == 0xC2 && i + 1 < valid.size() && byte_at(valid, i + 1) < 0xA0)) {
      const unsigned value = c == 0xC2 ? byte_at(valid, ++i) : c;
      std::array<char, 8> hex{};
      std::snprintf(hex.data(), hex.size(), "\\x%02X", value);
      line += hex.data();
    } else {
      line += valid[i];
    }
  }
  return clamp_utf16(line, max_units);
}

}  // namespace bouts
