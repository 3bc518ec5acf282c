// Everything the arena knows, in memory: its tables and its rate windows. What may be done with them is said
// by the rules (challenges, sessions, submissions, stream_events), which take the state and the time as
// arguments.
//
// Pure: no socket, no clock. `now` is the real wall clock; durations pass as `time_scale` says. Single
// thread.
#pragma once

#include "sandbox/accounts.hpp"
#include "sandbox/announcements.hpp"
#include "sandbox/arena_time.hpp"
#include "sandbox/contract.hpp"
#include "sandbox/deliveries.hpp"
#include "sandbox/id_source.hpp"
#include "sandbox/model.hpp"
#include "sandbox/rate_window.hpp"
#include "sandbox/table.hpp"

#include <string>

namespace arena::sandbox {

struct arena_options {
  std::string seed = "arena";
  int agents = 1;  // 1 to limits::max_agents
  time_scale scale;
  milliseconds judge_after{2000};  // arena time from a submission to its result; 0: at once
  contract answers_as = contract::observed;
};

struct rate_limits {
  explicit rate_limits(const time_scale& scale);

  // One window for each agent …
  rate_table pings;
  rate_table polls;
  rate_table events;
  rate_table replays;
  rate_table submissions;
  rate_table connector_submissions;
  rate_table webhook_requests;
  rate_table token_creations;
  // … for each token, and one for all who come without.
  rate_table token_reads;
  rate_table anonymous_reads;
};

class arena_state {
 public:
  arena_state(const arena_options& options, wall_time now);
  arena_state(const arena_state&) = delete;
  arena_state& operator=(const arena_state&) = delete;

  const time_scale& scale() const noexcept { return scale_; }
  // Real time from a submission to its result.
  milliseconds judging_delay() const noexcept { return scale_.real(judge_after_); }

  // The entry of this agent in this challenge; null when it has none.
  entry* find_entry(int agent, const bouts::challenge_id& challenge) const noexcept;

  // For the envelope: a bare UUID, or with the documented "req_" before it.
  std::string request_id();

  contract answers_as;  // may be changed at any time
  id_source ids;
  accounts people;
  rate_limits limits;
  table<challenge> challenges;
  table<entry> entries;
  table<session> sessions;
  table<submission> submissions;
  table<webhook> webhooks;
  announcements to_tell;
  deliveries outgoing;

 private:
  time_scale scale_;
  milliseconds judge_after_;
};

}  // namespace arena::sandbox
