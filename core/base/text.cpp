#include "core/base/text.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace bouts {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";     // U+2026, one UTF-16 unit

// Nearly all text is ASCII: eight bytes of it are passed over at once.
std::size_t skip_ascii(std::string_view text, std::size_t i) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  for (std::uint64_t word = 0; i + sizeof(word) <= text.size(); i += sizeof(word)) {
    std::memcpy(&word, text.data() + i, sizeof(word));
    if ((word & high_bits) != 0) {
      break;
    }
  }
  return i;
}

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

// Where the string that an OSC, DCS, SOS, PM or APC began ends, terminator included: BEL, ST (ESC \ or
// U+009C) or CAN. Unterminated it ends before the next line or the next escape sequence, so that it cannot
// swallow what follows.
std::size_t end_of_control_string(std::string_view text, std::size_t k) {
  for (; k < text.size(); ++k) {
    switch (text[k]) {
      case '\n':
        return k;
      case '\a':
      case '\x18':
        return k + 1;
      case '\x1b':
        return text.substr(k).starts_with("\x1b\\") ? k + 2 : k;
      case '\xC2':
        if (text.substr(k).starts_with("\xC2\x9C")) {
          return k + 2;
        }
        break;
      default:
        break;
    }
  }
  return k;
}

std::size_t skip_range(std::string_view text, std::size_t k, char first, char last) {
  while (k < text.size() && text[k] >= first && text[k] <= last) {
    ++k;
  }
  return k;
}

// Of the bytes that a control may begin with; the text's size when there is none.
std::size_t first_control(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const unsigned char c = byte_at(text, i);
    if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F || c == 0xC2) {
      break;
    }
    ++i;
  }
  return i;
}

// Length in bytes of the escape sequence that starts at `i` (where ESC stands): a CSI, a control string, else
// a two-byte one (with intermediates).
std::size_t escape_length(std::string_view text, std::size_t i) {
  if (i + 1 >= text.size()) {
    return 1;
  }
  const char kind = text[i + 1];
  if (std::string_view("]PX^_").contains(kind)) {
    return end_of_control_string(text, i + 2) - i;
  }
  const bool csi = kind == '[';
  const std::size_t k = csi ? skip_range(text, i + 2, 0x20, 0x3F) : skip_range(text, i + 1, 0x20, 0x2F);
  const char lowest_final = csi ? 0x40 : 0x30;
  return (k < text.size() && text[k] >= lowest_final && text[k] <= 0x7E ? k + 1 : k) - i;
}

// The code point of a valid character of up to three bytes; 0xFFFF for a longer one.
unsigned code_point(std::string_view character) {
  const unsigned lead = byte_at(character, 0);
  const auto tail = [&](std::size_t k) { return byte_at(character, k) & 0x3FU; };
  switch (character.size()) {
    case 1:
      return lead;
    case 2:
      return (lead & 0x1FU) << 6U | tail(1);
    case 3:
      return (lead & 0x0FU) << 12U | tail(1) << 6U | tail(2);
    default:
      return 0xFFFF;
  }
}

// Characters that no one sees but that end a line or turn the direction of what follows: a name from outside
// could make a log line read as something else.
bool turns_the_line(unsigned point) {
  return point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

void append_printable(std::string& line, std::string_view character) {
  const unsigned point = code_point(character);
  std::array<char, 8> escape{};
  if (point == '\n' || point == '\t' || point == '\r') {
    line += point == '\n' ? "\\n" : point == '\t' ? "\\t" : "\\r";
  } else if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) {
    std::snprintf(escape.data(), escape.size(), "\\x%02X", point);
    line += escape.data();
  } else if (turns_the_line(point)) {
    std::snprintf(escape.data(), escape.size(), "\\u%04X", point);
    line += escape.data();
  } else {
    line += character;
  }
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) noexcept {
  for (std::size_t i = skip_ascii(bytes, 0); i < bytes.size(); i = skip_ascii(bytes, i)) {
    const auto next = next_sequence(bytes, i);
    if (!next.valid) {
      return false;
    }
    i += next.length;
  }
  return true;
}

std::string to_valid_utf8(std::string_view bytes) {
  if (is_valid_utf8(bytes)) {
    return std::string(bytes);
  }
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
  const std::size_t plain = first_control(text);
  std::string clean;
  clean.reserve(text.size());
  clean = text.substr(0, plain);
  for (std::size_t i = plain; i < text.size();) {
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
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string printable(std::string_view text, std::size_t max_units) {
  // A unit takes at most 3 bytes, so what is left out here would have been cut anyway.
  const std::string valid = to_valid_utf8(text.substr(0, max_units * 4));
  std::string line;
  for (std::size_t i = 0; i < valid.size();) {
    const auto length = next_sequence(valid, i).length;
    append_printable(line, std::string_view(valid).substr(i, length));
    i += length;
  }
  return clamp_utf16(line, max_units);
}

}  // namespace bouts
