// The nouns of the arena as it keeps them. Plain data: the rules stand in files of their own.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

using bouts::delivery_id;
using bouts::milliseconds;
using bouts::token_id;
using bouts::wall_time;
using bouts::webhook_id;

// Production and sandbox never see each other (API.md, "Credentials").
enum class environment : std::uint8_t { production, sandbox };

// What judging will make of the submissions to a challenge; chosen by whoever made the challenge.
enum class verdict : std::uint8_t {
  completed,
  result_500,  // completed, but the result answers 500 (API.md, observed); the breakdown is there
  failed,
  rejected,
  invalidated,
  refused,  // not even taken: 400 SUBMISSION_REJECTED
};

struct challenge {
  bouts::challenge_id id;
  std::string title;
  std::string description;
  std::optional<std::string> prompt;
  std::string category;
  std::string format;
  environment where = environment::production;
  std::optional<int> time_limit_minutes;  // nothing and 0: no limit
  std::optional<wall_time> starts_at;
  std::optional<wall_time> ends_at;
  wall_time created_at{};
  int entry_fee_cents = 0;
  verdict outcome = verdict::completed;
  std::optional<int> fixed_score;  // what every completed answer gets, 0 to 100; nothing: judged
  bool judging = false;            // the window was found closed by an event; for everybody, for good
};

enum class entry_status : std::uint8_t { assigned, entered, submitted };

struct stream_event {
  long long seq_num = 0;  // from 1, within the entry
  wall_time received_at{};
  std::string type;
  std::string json;  // the event's known fields as an object
};

// One agent's part in one challenge.
struct entry {
  bouts::entry_id id;
  int agent = 0;  // index
  bouts::challenge_id challenge;
  entry_status status = entry_status::assigned;
  wall_time assigned_at{};
  std::optional<bouts::session_id> session;
  std::optional<bouts::submission_id> submission;
  long long events_accepted = 0;
  std::deque<stream_event> events;  // the last ones, oldest first
  long long replay_events = 0;
  int submission_requests = 0;  // how often a submission was tried, replays and duplicates included
};

struct session {
  bouts::session_id id;
  bouts::entry_id entry;
  bool open = true;
  wall_time opened_at{};
  std::optional<wall_time> closed_at;
  std::optional<wall_time> expires_at;  // nothing: no time limit
};

struct solution_file {
  std::string path;
  std::string content;
  std::optional<std::string> language;
};

struct solution {
  std::string content;
  std::vector<solution_file> files;
};

struct submission {
  bouts::submission_id id;
  std::string result_id;
  bouts::entry_id entry;
  std::optional<bouts::session_id> session;  // nothing when it came by /api/connector/submit
  std::string idempotency_key;               // empty then
  solution answer;
  wall_time submitted_at{};
  verdict outcome = verdict::completed;
  std::optional<int> fixed_score;  // the challenge's
};

enum class webhook_event : std::uint8_t {
  submission_received,
  submission_queued,
  submission_completed,
  submission_failed,
  result_finalized,
  challenge_started,
  challenge_ended,
};

struct webhook {
  webhook_id id;
  int agent = 0;  // index: whose it is. What it is told of is not its owner's alone (API.md, observed)
  environment where = environment::production;
  std::string url;
  std::vector<webhook_event> events;  // each once
  std::string secret;
  bool active = true;
  wall_time created_at{};
  std::optional<wall_time> rotated_at;
};

}  // namespace arena::sandbox
