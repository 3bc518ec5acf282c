#include "runner/json_object.hpp"

#include <cstddef>

namespace arena::runner {

namespace {

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// How many bytes the character at the front takes; 0 when it is not UTF-8 (RFC 3629, table 3-7 of Unicode).
std::size_t utf8_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) {
    return 1;
  }
  const unsigned second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0U;
  if (first >= 0xC2 && first <= 0xDF) {
    return is_continuation(text, 1) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong_or_surrogate = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F);
    return !overlong_or_surrogate && is_continuation(text, 1) && is_continuation(text, 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool out_of_range = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return !out_of_range && is_continuation(text, 1) && is_continuation(text, 2) && is_continuation(text, 3)
               ? 4
               : 0;
  }
  return 0;
}

void append_escaped(std::string& into, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    into += '\\';
    into += c;
  } else if (byte < 0x20 || byte == 0x7F) {
    into += "\\u00";
    into += digits[byte >> 4U];
    into += digits[byte & 0x0FU];
  } else {
    into += c;
  }
}

void append_string(std::string& into, std::string_view text) {
  into += '"';
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) {
      into += "\xEF\xBF\xBD";
    } else if (length == 1) {
      append_escaped(into, text.front());
    } else {
      into += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  into += '"';
}

}  // namespace

json_object& json_object::add(std::string_view key, std::string_view value) {
  std::string quoted;
  append_string(quoted, value);
  return add_raw(key, quoted);
}

json_object& json_object::add(std::string_view key, bool value) {
  return add_raw(key, value ? "true" : "false");
}

json_object& json_object::add_raw(std::string_view key, std::string_view value) {
  if (!members_.empty()) {
    members_ += ',';
  }
  append_string(members_, key);
  members_ += ':';
  members_ += value;
  return *this;
}

}  // namespace arena::runner
