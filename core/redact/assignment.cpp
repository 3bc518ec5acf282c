#include "core/redact/assignment.hpp"

#include "core/redact/characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace arena::redaction {

namespace {

constexpr std::size_t min_literal = 4;     // "" and "+" are no secrets
constexpr std::size_t min_number = 6;      // a shorter one counts something
constexpr std::size_t min_token_word = 8;  // `token == "then"` stands in every parser

// Values that stand for "none", types, and what documentation writes in place of a secret.
constexpr std::array<std::string_view, 42> no_literals = {
    "none",  "null",   "nil",   "undefined", "true",     "false",    "void",     "auto",      "string",
    "str",   "std",    "char",  "bytes",     "bool",     "boolean",  "number",   "int",       "integer",
    "float", "object", "any",   "unknown",   "optional", "required", "redacted", "secretstr", "self",
    "this",  "input",  "stdin", "return",    "await",    "async",    "lambda",   "function",  "func",
    "const", "static", "new",   "not",       "missing",  "invalid"};

// The name that a match starts with, and how its value is tied to it.
struct assignment {
  std::string_view name;
  bool tight = false;  // "name=value"
  bool equals = false;

  // NAME=value, as in a shell or an environment file.
  bool like_environment() const {
    return tight && std::ranges::none_of(name, [](char c) { return is_letter(c) && !is_upper(c); });
  }
};

assignment assignment_of(const found& match) {
  const std::string_view front = text_before(match.whole, match.secret);
  const auto end = std::ranges::find_if_not(front, [](char c) { return is_word(c) || c == '-' || c == '.'; });
  const std::string_view name(front.begin(), end);
  const std::string_view tie = front.substr(name.size());
  return {.name = name, .tight = tie == "=", .equals = tie.find('=') != std::string_view::npos};
}

bool contains_ignoring_case(std::string_view text, std::string_view word) {
  return !std::ranges::search(text, word, {}, to_lower, to_lower).empty();
}

bool names_password(std::string_view name) {
  return contains_ignoring_case(name, "pass") || contains_ignoring_case(name, "pwd");
}

// "$TOKEN", "${TOKEN}", "{{ token }}", "%s", "<your key>", "***", "...": a place for a secret, not one.
bool is_placeholder(std::string_view value) {
  const bool reference = value.starts_with("${") || value.starts_with("{{") || value.starts_with("$(") ||
                         value.starts_with('%') || (value.starts_with('<') && value.ends_with('>')) ||
                         (value.starts_with('{') && value.ends_with('}'));
  const bool variable = value.starts_with('$') && std::ranges::all_of(value.substr(1), [](char c) {
                          return is_upper(c) || is_digit(c) || c == '_';
                        });
  return reference || variable || std::ranges::none_of(value, [](char c) {
           return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
         });
}

bool is_no_literal(std::string_view value) {
  return std::ranges::any_of(no_literals,
                             [&](std::string_view word) { return equal_ignoring_case(word, value); });
}

bool is_number(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return is_digit(c) || c == '.'; });
}

bool is_identifier(std::string_view value) {
  return !value.empty() && !is_digit(value.front()) && std::ranges::all_of(value, is_word);
}

// "settings.key", "os.environ", "Token::parse", "self->token" (up to the bracket).
bool is_member_path(std::string_view value) {
  if (value.find("::") != std::string_view::npos) {
    return true;
  }
  const auto dot = value.find('.');
  const bool dotted = dot != std::string_view::npos && dot + 1 < value.size();
  return dotted && std::ranges::all_of(value, [](char c) { return is_word(c) || c == '.'; }) &&
         !is_digit(value.front()) && !is_digit(value[dot + 1]);
}

// Letters alone, joined as names and paths are.
bool is_words(std::string_view value) {
  return std::ranges::all_of(
      value, [](char c) { return is_letter(c) || c == '_' || c == '-' || c == '.' || c == '/'; });
}

// A variable such as `token2`: named after what it holds, with at most two digits at its end.
bool is_numbered_name(std::string_view value) {
  const auto last = value.find_last_not_of("0123456789");
  if (last == std::string_view::npos || value.size() - last > 3 || !is_identifier(value)) {
    return false;
  }
  constexpr std::array<std::string_view, 4> names = {"token", "key", "secret", "pass"};
  return std::ranges::any_of(names,
                             [&](std::string_view name) { return contains_ignoring_case(value, name); });
}

// Nothing else on its line: "password: hunter" as configuration files write it.
bool fills_its_line(const found& match) {
  const auto before = text_before(match.text, match.whole);
  const auto line = before.substr(before.rfind('\n') + 1);
  const auto after = text_after(match.text, match.secret);
  const auto rest = after.substr(0, after.find('\n'));
  constexpr std::string_view filling = " \t\r-\"'";
  return line.find_first_not_of(filling) == std::string_view::npos &&
         rest.find_first_not_of(filling) == std::string_view::npos;
}

}  // namespace

bool is_quoted_literal(const found& match) {
  const std::string_view value = match.secret;
  const assignment tie = assignment_of(match);
  const bool short_value = value.size() < min_literal && !names_password(tie.name);
  if (short_value || is_placeholder(value) || is_no_literal(value)) {
    return false;
  }
  const bool lexical = equal_ignoring_case(tie.name, "token") && tie.name != "TOKEN";
  return !lexical || value.size() >= min_token_word || std::ranges::any_of(value, is_digit);
}

bool is_bare_literal(const found& match) {
  const std::string_view value = without_punctuation(match.secret);
  const assignment tie = assignment_of(match);
  const bool password = names_password(tie.name);
  if (value.size() < min_literal || is_placeholder(value) || is_no_literal(value)) {
    return false;
  }
  if (is_number(value) && (value.size() < min_number || !password)) {
    return false;
  }
  if (tie.like_environment()) {
    return true;
  }
  const char next = char_after(match.text, match.secret);
  if (next == '(' || next == '[' || next == '>' || is_member_path(value)) {
    return false;
  }
  if (is_words(value)) {
    const bool argument = next == ',' || next == ')';
    return tie.tight ? !argument : password && fills_its_line(match);
  }
  return tie.tight || password || !is_numbered_name(value);
}

bool is_header_value(const found& match) {
  const std::string_view value = match.secret;
  const auto space = value.rfind(' ');
  const std::string_view last = value.substr(space == std::string_view::npos ? 0 : space + 1);
  return !is_placeholder(last);
}

bool is_option_value(const found& match) {
  const std::string_view value = without_punctuation(match.secret);
  return value.size() >= min_literal && !is_placeholder(value) && !is_words(value) && !is_number(value);
}

}  // namespace arena::redaction
