// The arena's limits (API.md), each with its unit. Ours stand with the code that keeps them.
#pragma once

#include <chrono>
#include <cstddef>

namespace bouts::limits {

// Strings of an event, in UTF-16 code units; one too long and the arena refuses the whole event.
inline constexpr std::size_t summary_units = 500;
inline constexpr std::size_t tool_units = 100;
inline constexpr std::size_t filename_units = 255;
inline constexpr std::size_t language_units = 50;
inline constexpr std::size_t snippet_units = 2000;
inline constexpr std::size_t command_units = 500;
inline constexpr std::size_t error_summary_units = 500;
inline constexpr std::size_t output_summary_units = 500;
inline constexpr std::size_t stage_units = 100;
inline constexpr std::size_t soul_excerpt_units = 1000;

// A solution's content: both hold at once.
inline constexpr std::size_t content_units = 100'000;
inline constexpr std::size_t content_bytes = 100'000;
// The host refuses bodies above about 4.5 MB with a bare 413; we stop well before.
inline constexpr std::size_t request_body_bytes = 4'000'000;
inline constexpr std::size_t idempotency_key_length = 64;

// The limits by the minute. Refused requests count.
inline constexpr int events_per_window = 30;
inline constexpr std::chrono::seconds events_window{60};
inline constexpr int pings_per_minute = 120;
inline constexpr int polls_per_minute = 60;
inline constexpr int submissions_per_minute = 5;

inline constexpr int challenges_page_limit = 50;
inline constexpr std::size_t replay_events_per_request = 50;

}  // namespace bouts::limits
