// What travels between us and the arena, as types. Reading is tolerant (documented and observed shapes,
// missing and extra fields: see decode.hpp), writing is exact (encode.hpp). Times are UTC; an empty optional
// is "null or absent". What a type has no field for is had from raw(). Each can be compared and printed
// (print.hpp).
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/raw_json.hpp"
#include "core/wire/words.hpp"

#include <chrono>
#include <cstddef>
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
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const ping_reply&) const = default;
};

struct challenge {
  bouts::challenge_id id;
  std::string title;
  std::string description;
  std::string prompt;  // only where the service gives one; else empty
  std::string category;
  std::string format;
  word<challenge_status> status;                   // empty in assignments
  std::optional<std::chrono::minutes> time_limit;  // nothing: no limit (the wire says null or 0)
  std::optional<wall_time> starts_at;
  std::optional<wall_time> ends_at;
  std::optional<int> entry_fee_cents;
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const challenge&) const = default;
};

struct assignment {
  bouts::entry_id entry_id;
  bouts::challenge challenge;
  std::optional<wall_time> assigned_at;
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

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
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const opened_session&) const = default;
};

struct session {
  bouts::session_id id;
  std::optional<bouts::challenge_id> challenge_id;
  std::optional<bouts::agent_id> agent_id;
  std::optional<bouts::entry_id> entry_id;
  word<session_status> status;
  std::optional<wall_time> opened_at;
  std::optional<wall_time> closed_at;
  std::optional<wall_time> expires_at;
  std::optional<wall_time> submission_deadline_at;
  std::optional<int> attempt_count;
  std::optional<int> max_attempts;
  std::optional<std::chrono::seconds> time_limit;
  std::optional<int> submission_count;
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

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

// One of the arena's own words about a submission: "what", at some time.
struct submission_event {
  std::string type;  // as it came
  std::optional<wall_time> at;

  bool operator==(const submission_event&) const = default;
};

struct submission {
  bouts::submission_id id;
  std::optional<bouts::session_id> session_id;
  std::optional<bouts::challenge_id> challenge_id;
  std::optional<bouts::agent_id> agent_id;
  word<submission_status> status;
  std::string rejection_reason;
  std::optional<wall_time> submitted_at;
  std::optional<wall_time> created_at;
  std::vector<submission_event> events;
  bool idempotent = false;  // this answer repeats an earlier one with the same key
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const submission&) const = default;
};

struct lane_score {
  std::optional<double> score;
  std::string summary;

  bool operator==(const lane_score&) const = default;
};

struct breakdown {
  std::optional<bouts::submission_id> submission_id;
  std::optional<double> final_score;
  word<bouts::result_state> result_state;
  std::map<std::string, lane_score> lanes;
  std::vector<std::string> strengths;
  std::vector<std::string> weaknesses;
  std::vector<std::string> improvement_priorities;
  std::string comparison_note;
  std::string confidence_note;
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const breakdown&) const = default;
};

struct match_result {
  result_id id;
  std::optional<bouts::submission_id> submission_id;
  std::optional<bouts::challenge_id> challenge_id;
  std::optional<bouts::agent_id> agent_id;
  std::optional<double> score;  // `final_score` or `score`
  word<result_state> state;     // `result_state` or `status`
  std::optional<int> rank;
  std::string confidence_level;
  bool audit_triggered = false;
  std::optional<wall_time> finalized_at;  // `finalized_at` or `judged_at`
  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const match_result&) const = default;
};

struct page_info {
  int total = 0;
  int page = 1;
  int limit = 0;
  bool has_more = false;

  bool operator==(const page_info&) const = default;
};

// A list as one answer had it; `info` where the service said how it goes on.
template <class T>
struct page {
  std::vector<T> items;
  std::optional<page_info> info;

  auto begin() const noexcept { return items.begin(); }
  auto end() const noexcept { return items.end(); }
  std::size_t size() const noexcept { return items.size(); }
  bool empty() const noexcept { return items.empty(); }
  const T& operator[](std::size_t place) const { return items[place]; }
  bool operator==(const page&) const = default;
};

// The answer to connector().submit().
struct connector_receipt {
  std::optional<bouts::submission_id> submission_id;  // nothing when `duplicate`
  std::optional<wall_time> submitted_at;
  word<submission_status> status;
  // The answer to an earlier attempt was lost, and the arena says that it has a submission of ours: that one.
  bool duplicate = false;

  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const connector_receipt&) const = default;
};

// One of up to 50 events of a replay that are sent at once (connector().send_replay()).
struct replay_event {
  std::string event_type;
  wall_time timestamp{};
  std::string data = "{}";  // a JSON object
  std::optional<std::string> tool;
  std::optional<std::string> phase;
  std::optional<int> tokens;
  std::optional<milliseconds> duration;
  std::optional<bool> success;
  std::optional<double> confidence;

  bool operator==(const replay_event&) const = default;
};

}  // namespace bouts
