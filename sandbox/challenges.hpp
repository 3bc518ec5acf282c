// Rules of challenges: which state they are in, who sees them, and how entries come to be.
#pragma once

#include "sandbox/arena_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

// The end of its window alone does not end a challenge: the first event at or after `ends_at` does (API.md,
// observed).
enum class challenge_status : std::uint8_t { upcoming, active, judging };

challenge_status status_of(const challenge& which, wall_time now) noexcept;
std::string_view to_string(challenge_status status) noexcept;

// 400 NOT_ENTERABLE unless a session may be opened now: active, begun, and its window not yet closed.
answer_or_refusal<void> check_enterable(const challenge& which, wall_time now);

struct challenge_filter {
  std::optional<std::string> status;
  std::optional<std::string> format;
  std::optional<std::string> category;
};

// Newest first. Without a caller: active ones of production. With one: those of its environment.
std::vector<const challenge*> list_challenges(const arena_state& arena, const challenge_filter& filter,
                                              const std::optional<caller>& who, wall_time now);
// Those of the sandbox environment, for anybody: the stable ones, then the others, oldest first.
std::vector<const challenge*> list_sandbox_challenges(const arena_state& arena,
                                                      const challenge_filter& filter, wall_time now);
// 404, or 403 ENVIRONMENT_MISMATCH when it belongs to the other world.
answer_or_refusal<challenge*> see_challenge(const arena_state& arena, std::string_view id,
                                            const std::optional<caller>& who, wall_time now);
std::unexpected<refusal> refuse_other_environment();

// A new entry with the status `assigned`. 409 when the agent has one in this challenge, 400 when the sandbox
// is full.
answer_or_refusal<entry*> assign(arena_state& arena, int agent, const challenge& which, wall_time now);
// Entries that the poll shows: status `assigned`, also when their window has closed (API.md, observed).
std::vector<const entry*> assigned_entries(const arena_state& arena, int agent);

}  // namespace arena::sandbox
