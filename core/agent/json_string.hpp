// The texts inside of JSON, read for what they were meant to say: agents print half surrogates (a string cut
// by UTF-16 units), raw controls and unknown escapes, and none of these is worth losing an event or an answer
// for.
//
// Pure functions; safe to call concurrently.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace arena::json {

inline constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

// The text of a string literal, given without its quotes; at most `max_bytes` of it, ending on a character
// boundary. A half surrogate becomes U+FFFD, an escape that JSON does not know stays as it is written.
// REQUIRES valid UTF-8, gives it.
std::string unescape(std::string_view literal, std::size_t max_bytes = no_limit);

// The same document with each broken piece of UTF-8 as U+FFFD and each raw control inside of a string
// escaped: what a parser takes that refused `text` for one of these.
std::string repaired(std::string_view text);

// At most `max_bytes` of the text, ending on a character boundary. REQUIRES valid UTF-8.
std::string_view head(std::string_view text, std::size_t max_bytes) noexcept;

}  // namespace arena::json
