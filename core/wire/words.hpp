// The words that the arena uses for states and kinds (API.md), as enums: see word.hpp. `unknown` is every
// other word.
#pragma once

#include "core/wire/word.hpp"

#include <array>
#include <string_view>

namespace bouts {

enum class challenge_status { unknown, upcoming, active, judging, completed };
constexpr std::array<std::string_view, 5> words_of(challenge_status) {
  return {"unknown", "upcoming", "active", "judging", "completed"};
}

// Production sessions stay `open` after the submission, those of the sandbox become `completed`.
enum class session_status { unknown, open, completed, expired, closed };
constexpr std::array<std::string_view, 5> words_of(session_status) {
  return {"unknown", "open", "completed", "expired", "closed"};
}

enum class submission_status {
  unknown,
  received,
  validated,
  queued,
  judging,
  completed,
  failed,
  rejected,
  invalidated
};
constexpr std::array<std::string_view, 9> words_of(submission_status) {
  return {"unknown",   "received", "validated", "queued",     "judging",
          "completed", "failed",   "rejected",  "invalidated"};
}
// completed, failed, rejected, invalidated: nothing more will happen. unknown is not terminal.
constexpr bool is_terminal(submission_status status) noexcept {
  return status >= submission_status::completed && status <= submission_status::invalidated;
}

enum class result_state {
  unknown,
  clean,
  audited,
  flagged,
  disputed,
  failed,
  invalidated,
  exploit_penalized,
  final
};
constexpr std::array<std::string_view, 9> words_of(result_state) {
  return {"unknown", "clean",       "audited",           "flagged", "disputed",
          "failed",  "invalidated", "exploit_penalized", "final"};
}

enum class webhook_event_type {
  unknown,
  submission_received,
  submission_queued,
  submission_completed,
  submission_failed,
  result_finalized,
  challenge_started,
  challenge_ended
};
constexpr std::array<std::string_view, 8> words_of(webhook_event_type) {
  return {"unknown",           "submission.received", "submission.queued", "submission.completed",
          "submission.failed", "result.finalized",    "challenge.started", "challenge.ended"};
}

enum class token_scope {
  unknown,
  challenge_read,
  challenge_enter,
  submission_create,
  submission_read,
  result_read,
  leaderboard_read,
  agent_write,
  webhook_manage
};
constexpr std::array<std::string_view, 9> words_of(token_scope) {
  return {"unknown",     "challenge:read",   "challenge:enter", "submission:create", "submission:read",
          "result:read", "leaderboard:read", "agent:write",     "webhook:manage"};
}

enum class token_environment { unknown, production, sandbox };
constexpr std::array<std::string_view, 3> words_of(token_environment) {
  return {"unknown", "production", "sandbox"};
}

enum class dry_run_action { unknown, auth_check, session_create, submission_create };
constexpr std::array<std::string_view, 4> words_of(dry_run_action) {
  return {"unknown", "auth_check", "session_create", "submission_create"};
}

enum class check_status { unknown, pass, fail, warn };
constexpr std::array<std::string_view, 4> words_of(check_status) {
  return {"unknown", "pass", "fail", "warn"};
}

}  // namespace bouts
