#include "core/wire/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace bouts {

namespace {

void append_control(std::string& out, unsigned char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += digits[c >> 4U];
      out += digits[c & 0x0FU];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.reserve(out.size() + text.size() + 2);
  out += '"';
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (c < 0x20) {
      append_control(out, c);
    } else {
      if (c == '"' || c == '\\') {
        out += '\\';
      }
      out += raw;
    }
  }
  out += '"';
}

void append_json_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 32> text{};  // the longest double takes 24: "-2.2250738585072014e-308"
  const auto [end, ec] = std::to_chars(text.data(), text.data() + text.size(), number == 0 ? 0.0 : number);
  out.append(text.data(), end);
}

json_writer& json_writer::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  return *this;
}

json_writer& json_writer::string(std::string_view text) {
  separate();
  append_json_string(out_, text);
  return *this;
}

json_writer& json_writer::number(double number) {
  separate();
  append_json_number(out_, number);
  return *this;
}

json_writer& json_writer::integer(long long number) {
  return raw(std::to_string(number));
}

json_writer& json_writer::boolean(bool value) {
  return raw(value ? "true" : "false");
}

json_writer& json_writer::null() {
  return raw("null");
}

json_writer& json_writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

json_writer& json_writer::open(char bracket) {
  separate();
  out_ += bracket;
  return *this;
}

json_writer& json_writer::close(char bracket) {
  out_ += bracket;
  return *this;
}

void json_writer::separate() {
  // The last byte tells: after an opening bracket or a colon nothing is missing. A string that ends in one of
  // them has its quote behind it, so the last byte is never a part of a text.
  if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') {
    out_ += ',';
  }
}

}  // namespace bouts
