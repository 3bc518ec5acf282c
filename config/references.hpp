// References in values: ${NAME} and ${NAME:-default} anywhere in a text, and file:PATH or credential:NAME in
// place of a whole one.
#pragma once

#include "config/load.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace arena::config {

// Letters, digits and '_', not starting with a digit, at most 256.
bool is_variable_name(std::string_view text) noexcept;

// ${NAME} becomes the variable's value, ${NAME:-default} the default where the variable is unset or empty,
// and $$ one '$'; a '$' before anything else stays. The error, a sentence, names an unset variable or a
// reference that is not well-formed. Values are not expanded again.
std::expected<std::string, std::string> expand(std::string_view text,
                                               const std::map<std::string, std::string>& environment);

// Whether a variable whose name tells of a secret (secret_names.hpp) is referred to in the text.
bool refers_to_secret(std::string_view text) noexcept;

// "file:…" and "credential:…", but not "file::…" (see follow_reference).
bool is_reference(std::string_view text) noexcept;

struct referred_text {
  std::string text;
  std::string file;  // where it came from, absolute; empty: it is the text that was given
};

// "file:PATH" (relative to `directory`) and "credential:NAME" (in $CREDENTIALS_DIRECTORY, see systemd's
// LoadCredential=) become the file's text, without the white space at both ends. Anything else is itself, but
// for "file::…" and "credential::…", which stand for a text that begins with "file:…" and "credential:…". The
// error, a sentence, says what could not be read.
std::expected<referred_text, std::string> follow_reference(std::string_view text,
                                                           const std::string& directory,
                                                           const surroundings& around);

}  // namespace arena::config
