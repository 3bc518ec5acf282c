// Whether what a pattern found is a secret at all: questions that a regular expression without look-around
// cannot ask. Each is for rows of patterns.cpp. Pure; safe to call concurrently.
#pragma once

#include <string_view>

namespace arena::redaction {

// What a pattern found. All are views into `text`, so that its neighbours can be looked at.
struct found {
  std::string_view text;    // the whole text
  std::string_view whole;   // what the pattern matched
  std::string_view secret;  // the part of it that would be redacted
};

// "sk-learn-…" and "key_derivation…" are names; made secrets have a digit among 16 letters.
bool has_digit(const found& match);
// Not a digest when it is a row of digits or of one letter: numbers of 40 places occur in answers.
bool has_digit_and_letter(const found& match);
// "Basic authentication" is prose, "Basic dXNlcjpw" is not.
bool looks_encoded(const found& match);
// The same for "Bearer", where any word but the ones of prose and of documentation is taken for a token.
bool is_no_word_of_prose(const found& match);
// Not a part of a longer dotted number, such as a version or an object identifier.
bool is_whole_ipv4(const found& match);
// Has all eight groups or the "::" that stands for some, and does not run on into a word ("fdab::find").
bool is_whole_ipv6(const found& match);
// Not "git@github.com", which stands in every clone command, and not a package with its version
// ("next@14.0.beta").
bool is_personal_email(const found& match);
// The path starts here: not "example.com/home/about" and not "docs/root".
bool starts_a_path(const found& match);

}  // namespace arena::redaction
