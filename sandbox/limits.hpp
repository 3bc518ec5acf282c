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
inline constexpr int webhook_requests_per_hour = 20;  // those that change or send something
inline constexpr int token_creations_per_hour = 10;
inline constexpr std::chrono::seconds hour{3600};
// What a refused poll is told to wait.
inline constexpr std::chrono::seconds poll_retry_after{60};
// The host answers a bare 413 above "about 4.5 MB".
inline constexpr std::size_t host_body_bytes = 4'500'000;

// API.md, webhooks: the secret in bytes, how many deliveries are listed, how long an attempt may take.
inline constexpr std::size_t webhook_secret_least = 8;
inline constexpr std::size_t webhook_secret_most = 256;
inline constexpr std::size_t listed_deliveries_documented = 20;
inline constexpr std::size_t listed_deliveries_observed = 50;
inline constexpr std::chrono::seconds delivery_timeout{10};

// Ours: a receiver on a loaded machine needs this much real time, however fast the arena's passes.
inline constexpr std::chrono::milliseconds least_delivery_timeout{3000};

// Ours: what keeps the memory of a sandbox that runs for days within bounds.
inline constexpr std::size_t max_entries = 10'000;
inline constexpr std::size_t kept_events_per_entry = 10'000;
inline constexpr std::size_t kept_requests = 5'000;
inline constexpr std::size_t kept_request_bytes = 64'000'000;
inline constexpr std::size_t body_sample_bytes = 512;
inline constexpr std::size_t max_faults = 1'000;
inline constexpr std::size_t max_challenges = 20'000;
inline constexpr std::size_t max_tokens = 10'000;
inline constexpr std::size_t token_name_units = 100;
inline constexpr int longest_token_days = 365;
inline constexpr std::size_t max_webhooks = 200;
inline constexpr std::size_t webhook_url_bytes = 2'048;
inline constexpr std::size_t waiting_deliveries = 200;  // of one webhook
inline constexpr std::size_t kept_deliveries = listed_deliveries_observed;
inline constexpr std::size_t deliveries_at_once = 16;
inline constexpr int max_agents = 1'000;

}  // namespace arena::sandbox::limits
