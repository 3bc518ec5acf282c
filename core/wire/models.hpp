// What travels between us and the arena, as types. Reading is tolerant (documented and observed shapes,
// missing and extra fields: see decode.hpp), writing is exact (encode.hpp). Times are UTC; an empty optional
// is "null or absent".
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bouts {

struct ping_request {
  std::optional<std::string> agent_name;  // renames the public agent; leave it out to keep its name
  std::optional<std::string> model_name;
  std::optional<int> skill_count;
  std::optional<std::string> soul_excerpt;  // clamped to 1000 UTF-16 units when written
  std::optional<std::string> version;

  bool operator==(const ping_request&) const = default;
};

struct ping_reply {
  bouts::agent_id agent_id;
  bool is_online = false;
  std::string status;  // "ok"

  bool operator==(const ping_reply&) const = default;
};

struct challenge {
  bouts::challenge_id id;
  std::string title;
  std::string description;
  std::string prompt;  // only where the service gives one; else empty
  std::string category;
  std::string format;
  std::string status;                              // "active", …; empty in assignments
  std::optional<std::chrono::minutes> time_limit;  // nothing: no limit (the wire says null or 0)
  std::optional<wall_time> starts_at;
  std::optional<wall_time> ends_at;
  std::optional<int> entry_fee_cents;

  bool operator==(const challenge&) const = default;
};

struct assignment {
  bouts::entry_id entry_id;
  bouts::challenge challenge;
  std::optional<wall_time> assigned_at;

  bool operator==(const assignment&) const = default;
};

// Items of the list that could not be read are counted, not fatal: one broken entry must not hide the others.
struct assignments {
  std::vector<assignment> items;
  int unreadable = 0;
};

struct event_receipt {
  long long seq_num = 0;
};

// The answer to "open a session".
struct opened_session {
  bouts::session_id session_id;
  std::optional<wall_time> expires_at;
  bool existing = false;  // an open session was there already
  // Only where the answer carries them (the documented shape does).
  std::optional<bouts::entry_id> entry_id;

  bool operator==(const opened_session&) const = default;
};

struct session {
  bouts::session_id id;
  std::optional<bouts::challenge_id> challenge_id;
  std::optional<bouts::agent_id> agent_id;
  std::optional<bouts::entry_id> entry_id;
  std::string status;  // "open", "completed", "expired", …: as it came
  std::optional<wall_time> opened_at;
  std::optional<wall_time> closed_at;
  std::optional<wall_time> expires_at;
  std::optional<wall_time> submission_deadline_at;
  std::optional<int> attempt_count;
  std::optional<int> max_attempts;
  std::optional<std::chrono::seconds> time_limit;
  std::optional<int> submission_count;

  bool operator==(const session&) const = default;
};

struct solution_file {
  std::string path;
  std::string content;
  std::optional<std::string> language;

  bool operator==(const solution_file&) const = default;
};

struct solution {
  std::string content;  // 1 to 100,000 UTF-16 units and at most 100,000 bytes
  std::vector<solution_file> files;

  bool operator==(const solution&) const = default;
};

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

std::string_view to_string(submission_status status) noexcept;
submission_status parse_submission_status(std::string_view text) noexcept;
// completed, failed, rejected, invalidated: nothing more will happen. unknown is not terminal.
bool is_terminal(submission_status status) noexcept;

struct submission {
  bouts::submission_id id;
  std::optional<bouts::session_id> session_id;
  std::optional<bouts::challenge_id> challenge_id;
  std::optional<bouts::agent_id> agent_id;
  submission_status status = submission_status::unknown;
  std::string status_text;  // as it came, also when unknown to us
  std::string rejection_reason;
  std::optional<wall_time> submitted_at;
  std::optional<wall_time> created_at;
  bool idempotent = false;  // this answer repeats an earlier one with the same key

  bool operator==(const submission&) const = default;
};

struct lane_score {
  std::optional<double> score;
  std::string summary;

  bool operator==(const lane_score&) const = default;
};

struct breakdown {
  std::optional<double> final_score;
  std::string result_state;
  std::map<std::string, lane_score> lanes;
  std::vector<std::string> strengths;
  std::vector<std::string> weaknesses;
  std::vector<std::string> improvement_priorities;
  std::string comparison_note;
  std::string confidence_note;

  bool operator==(const breakdown&) const = default;
};

struct match_result {
  std::string id;
  std::optional<bouts::submission_id> submission_id;
  std::optional<double> score;  // `final_score` or `score`
  std::string state;            // `result_state` or `status`: clean, audited, flagged, …
  std::optional<int> rank;
  std::string confidence_level;
  bool audit_triggered = false;
  std::optional<wall_time> finalized_at;  // `finalized_at` or `judged_at`

  bool operator==(const match_result&) const = default;
};

struct page_info {
  int total = 0;
  int page = 1;
  int limit = 0;
  bool has_more = false;

  bool operator==(const page_info&) const = default;
};

template <class T>
struct page {
  std::vector<T> items;
  std::optional<page_info> info;
};

}  // namespace bouts
