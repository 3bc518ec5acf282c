#include "sdk/query.hpp"

namespace bouts {

namespace {

bool is_unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string made;
  for (const char c : text) {
    if (is_unreserved(c)) {
      made += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      made += '%';
      made += digits[byte >> 4];
      made += digits[byte & 0xf];
    }
  }
  return made;
}

void query::add(std::string_view name, std::string_view value) {
  if (!value.empty()) {
    text_ += text_.empty() ? '?' : '&';
    text_ += name;
    text_ += '=';
    text_ += percent_encode(value);
  }
}

void query::add(std::string_view name, std::optional<int> value) {
  if (value) {
    add(name, std::to_string(*value));
  }
}

}  // namespace bouts
