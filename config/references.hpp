// References in values: ${NAME} and ${NAME:-default} anywhere in a text, and file:PATH or credential:NAME in
// place of a secret.
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

// "file:PATH" (relative to `directory`) and "credential:NAME" (in $CREDENTIALS_DIRECTORY, see systemd's
// LoadCredential=) become the file's text; anything else is the secret itself. White space at both ends is
// cut off. The error, a sentence, says what could not be read; it never holds the secret.
std::expected<std::string, std::string> read_secret(std::string_view text, const std::string& directory,
                                                    const surroundings& around);

}  // namespace arena::config
