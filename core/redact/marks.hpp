// Marks are what stands in the place of a secret: "[redacted:kind]". They are never redacted themselves, so
// that redacting twice changes nothing.
//
// Pure; safe to call concurrently.
#pragma once

#include "core/redact/span.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::redaction {

std::string mark_of(std::string_view kind);

// The marks of `text`, in order; also one at its end that was cut ("[redac…").
std::vector<span> marks_of(std::string_view text);

// The text with a mark in place of the spans, which may be in any order and overlap: those that do are one,
// named after the longest. What is a mark already stays. Spans are widened to whole characters. Nothing when
// that changes nothing. REQUIRES valid UTF-8; gives it.
std::optional<std::string> replaced(std::string_view text, std::vector<span> spans);

}  // namespace arena::redaction
