// What is known of one bout: everything that a daemon needs to go on with it. Plain data; the machine changes
// it, the shell carries it.
#pragma once

#include "core/base/time.hpp"
#include "core/wire/models.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

// seen -> opening -> running -> submitting -> submitted -> judged, and the ways out (DESIGN.md, One bout).
enum class bout_state {
  seen,        // assigned to us; nothing was asked of the arena yet
  opening,     // a session is being opened: from here on the server's clock may run
  running,     // the agent is at work
  submitting,  // there is an answer; it is on its way in
  submitted,   // it is in; the score is awaited
  judged,      // done: the arena has said its last word
  rejected,    // done: the answer could not be handed in; it is kept
  failed,      // done: no answer came of it
  timed_out,   // done: the time was up and there was nothing to hand in
  cancelled,   // done: stopped by its operator
  refused,     // done: the arena or our claim rule did not let us in
  skipped,     // done: filtered out, drained or closed before we began
};

std::string_view to_string(bout_state state) noexcept;
bool is_final(bout_state state) noexcept;
// Whether a bout may go from one to the other in one step. Staying is allowed; a skipped one may be seen
// again and a rejected one handed in again.
bool may_follow(bout_state from, bout_state to) noexcept;
// Whether it may have come there in any number of steps, some of which could not be written down. Not by way
// of being seen or handed in again.
bool may_have_reached(bout_state from, bout_state to) noexcept;

struct bout_score {
  std::optional<double> score;
  std::string result_state;  // "clean", …
  std::optional<int> rank;
  std::optional<bouts::breakdown> details;

  bool operator==(const bout_score&) const = default;
};

// What the agent used, by its own account.
struct bout_usage {
  std::uint64_t input_tokens = 0;         // with those from a cache
  std::uint64_t cached_input_tokens = 0;  // of them
  std::uint64_t output_tokens = 0;
  std::optional<double> cost_usd;

  void add(const bout_usage& more);

  bool operator==(const bout_usage&) const = default;
};

struct bout_record {
  bouts::assignment assigned;
  bout_state state = bout_state::seen;
  std::string reason;   // why it ended as it did; one sentence, for people
  bool closed = false;  // nothing more is done for it

  // From opening on.
  bool open_repeated =
      false;  // an earlier try may have reached the arena: an "existing" session is then ours
  bouts::session_id session;
  std::optional<bouts::wall_time> expires_at;
  bool adopted = false;  // somebody else (the web page) had opened the session
  bool by_key = false;   // no session: the answer is handed in by the agent key (submit.flow)

  // From running on. Times are the server's.
  int attempt = 0;
  bouts::wall_time deadline{};      // when the agent is asked to stop …
  bouts::milliseconds grace{0};     // … and how much later it is killed
  bouts::wall_time submit_by{};     // when handing in is given up
  bool time_ran_out = false;        // the agent was stopped at its deadline
  std::optional<bout_usage> usage;  // of all attempts that told theirs

  // From submitting on.
  std::string idempotency_key;
  bool announced = false;    // what there was to show was shown: nothing more is
  bool on_its_way = false;   // a submission is being sent; after a restart: nobody heard its answer
  bool answer_lost = false;  // a submission was sent and its answer did not come back
  bouts::submission_id submission;
  bouts::submission_status final_status = bouts::submission_status::unknown;
  bout_score score;

  bool operator==(const bout_record&) const = default;
};

}  // namespace arena
