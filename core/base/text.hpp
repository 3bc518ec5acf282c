// Text as the arena wants it: valid UTF-8, without NUL and control sequences, and within limits that the
// arena counts in UTF-16 code units (API.md, events/stream).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bouts {

// Every maximal broken part becomes one U+FFFD (the Unicode "substitution of maximal subparts" practice).
std::string to_valid_utf8(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes) noexcept;

// Removes NUL, the other C0 controls except tab and line feed, DEL, the C1 controls and whole ANSI escape
// sequences (CSI, control strings, two-byte). CR LF and a lone CR become LF. REQUIRES valid UTF-8.
std::string strip_controls(std::string_view text);

// How many UTF-16 code units the text takes. REQUIRES valid UTF-8.
std::size_t utf16_length(std::string_view text) noexcept;

// The text itself when it has at most `max_units` UTF-16 units; else a prefix that ends on a character
// boundary, followed by "…", together at most `max_units`. REQUIRES valid UTF-8. `max_units` 0 gives "".
std::string clamp_utf16(std::string_view text, std::size_t max_units);

// Without white space at both ends; a view into `text`.
std::string_view trim(std::string_view text) noexcept;

// For messages and logs, of any bytes: on one line, controls escaped as \n, \t or \xNN, line separators and
// marks of text direction as \uNNNN, cut to `max_units` with "…".
std::string printable(std::string_view text, std::size_t max_units);

}  // namespace bouts
