// Whether the value that is assigned to a name like "password" or "api_key" is a literal, which must not be
// shown, or code that speaks about one (`password = input()`, `token: str`, `api_key=settings.key`), which
// spectators may read.
//
// A judgement, in doubt for redaction: the tests list what it decides. Pure; safe to call concurrently.
#pragma once

#include "core/redact/plausible.hpp"

namespace arena::redaction {

// For a value in quotes.
bool is_quoted_literal(const found& match);
// For a value without quotes, after a name and "=" or ":".
bool is_bare_literal(const found& match);
// For the value of an Authorization header, with its scheme ("Bearer ${token}" is code).
bool is_header_value(const found& match);
// For a value without quotes that follows an option ("--token abc123").
bool is_option_value(const found& match);

}  // namespace arena::redaction
