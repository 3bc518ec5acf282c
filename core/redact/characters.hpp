// ASCII characters and their neighbourhood: what the questions about a match are made of. The C library's own
// depend on a locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace arena::redaction {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) noexcept {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
constexpr bool is_word(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '_';
}
constexpr char to_lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

// `part` is a view into `text`.
constexpr std::size_t begin_of(std::string_view text, std::string_view part) noexcept {
  return static_cast<std::size_t>(part.data() - text.data());
}
constexpr std::string_view text_before(std::string_view text, std::string_view part) noexcept {
  return text.substr(0, begin_of(text, part));
}
constexpr std::string_view text_after(std::string_view text, std::string_view part) noexcept {
  return text.substr(begin_of(text, part) + part.size());
}
// NUL at the edge of the text.
constexpr char char_before(std::string_view text, std::string_view part) noexcept {
  const auto before = text_before(text, part);
  return before.empty() ? '\0' : before.back();
}
constexpr char char_after(std::string_view text, std::string_view part) noexcept {
  const auto after = text_after(text, part);
  return after.empty() ? '\0' : after.front();
}

// Without the marks that end a sentence.
constexpr std::string_view without_punctuation(std::string_view word) noexcept {
  const auto last = word.find_last_not_of(".,:!?");
  return last == std::string_view::npos ? std::string_view() : word.substr(0, last + 1);
}

}  // namespace arena::redaction
