// What an agent did, handed in beside its answer (`submit.transcript`).
//
// Pure; safe to call concurrently.
#pragma once

#include "core/wire/models.hpp"

#include <cstddef>
#include <string_view>

namespace arena {

inline constexpr std::string_view transcript_path = "transcript.jsonl";
// Of the request that hands the answer in, escapes included: a quarter of what it may have.
inline constexpr std::size_t max_transcript_bytes = 1'000'000;

// Adds the events, a JSON object a line, as a file: of many the last whole lines that there is room for. The
// answer itself goes first: where there is no room beside it, or it has a file of this name already, nothing
// is added. REQUIRES an answer that check_solution() gave; it still is one afterwards.
void attach_transcript(bouts::solution& answer, std::string_view events);

}  // namespace arena
