#include "core/redact/plausible.hpp"

#include "core/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace arena::redaction {

bool has_digit(const found& match) {
  return std::ranges::any_of(match.secret, is_digit);
}

bool has_digit_and_letter(const found& match) {
  return has_digit(match) && std::ranges::any_of(match.secret, is_letter);
}

bool looks_encoded(const found& match) {
  const auto rest = match.secret.substr(1);  // a capital at the beginning is an ordinary word's
  return has_digit(match) || match.secret.ends_with('=') || std::ranges::any_of(rest, is_upper);
}

bool is_no_word_of_prose(const found& match) {
  constexpr std::array<std::string_view, 22> words = {
      "auth",     "authentication", "authorization", "authorisation", "credential", "credentials",
      "format",   "header",         "headers",       "method",        "middleware", "prefix",
      "required", "schema",         "scheme",        "security",      "strategy",   "string",
      "token",    "tokens",         "token_type",    "bonds"};
  const std::string_view word = without_punctuation(match.secret);
  return std::ranges::none_of(words,
                              [&](std::string_view known) { return equal_ignoring_case(word, known); });
}

bool is_whole_ipv4(const found& match) {
  const char before = char_before(match.text, match.secret);
  const std::string_view after = text_after(match.text, match.secret);
  const bool goes_on = after.starts_with('.') && after.size() > 1 && is_digit(after[1]);
  return before != '.' && before != '-' && !goes_on;
}

bool is_whole_ipv6(const found& match) {
  const std::string_view after = text_after(match.text, match.secret);
  const bool goes_on = !after.empty() && (is_word(after.front()) || after.front() == ':');
  const auto colons = std::ranges::count(match.secret, ':');
  return !goes_on && (colons == 7 || match.secret.find("::") != std::string_view::npos);
}

bool is_personal_email(const found& match) {
  const auto at = match.secret.find('@');
  const std::string_view host = match.secret.substr(at + 1);
  const bool version = host.size() > 1 && is_digit(host[0]) && host.find('.') < host.size() &&
                       std::ranges::all_of(host.substr(0, host.find('.')), is_digit);
  return !version && match.secret.substr(0, at) != "git";
}

bool starts_a_path(const found& match) {
  constexpr std::string_view continuing = ".-_~%})]";
  const char before = char_before(match.text, match.secret);
  return !is_word(before) && (before == '\0' || continuing.find(before) == std::string_view::npos);
}

}  // namespace arena::redaction
