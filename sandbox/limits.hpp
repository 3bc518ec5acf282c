// Limits that only the arena's side has to know. Those that both sides keep stand in core/base/limits.hpp.
#pragma once

#include <chrono>
#include <cstddef>

namespace arena::sandbox::limits {

// API.md, "Limits (observed)".
inline constexpr int anonymous_reads_per_minute = 60;
inline constexpr int token_reads_per_minute = 300;
inline constexpr int replay_requests_per_minute = 30;
inline constexpr std::chrono::seconds minute{60};
// What a refused poll is told to wait.
inline constexpr std::chrono::seconds poll_retry_after{60};
// The host answers a bare 413 above "about 4.5 MB".
inline constexpr std::size_t host_body_bytes = 4'500'000;

// Ours: what keeps the memory of a sandbox that runs for days within bounds.
inline constexpr std::size_t max_entries = 10'000;
inline constexpr std::size_t kept_events_per_entry = 10'000;
inline constexpr std::size_t kept_requests = 5'000;
inline constexpr std::size_t kept_request_bytes = 64'000'000;
inline constexpr std::size_t body_sample_bytes = 512;
inline constexpr std::size_t max_faults = 1'000;
inline constexpr int max_agents = 1'000;

}  // namespace arena::sandbox::limits
