// The life of one assignment: what to do next, given what happened and when. Pure: the shell performs the
// action and comes back with what came of it. Everything worth keeping is in the record, which changes only
// here.
//
//   bout_machine m(rules, record);
//   action a = m.begin(now);
//   while (!finished(a)) a = m.next(perform(a), now);
//
// `now` is server time. A happening that does not answer the last action is a bug of the shell and aborts: it
// is not mended.
//
// After a restart the machine is made of the journaled record and begun again: it repeats the action that may
// have been cut short, which the shell performs with regard to what it finds (a runner at work, a solution
// written down).
#pragma once

#include "core/bout/record.hpp"
#include "core/http/retry.hpp"

#include <variant>

namespace arena {

using bouts::milliseconds;
using bouts::wall_time;

enum class submit_when {
  explicit_only,
  never,
  always
};  // "explicit": only a solution file or submission line
enum class claim_rule { adopt, fresh };
// How a bout is begun and its answer handed in (CONFIG.md, submit.flow). `either`: in a session where the
// arena opens one for us, else by the agent key alone.
enum class flow_rule { session, connector, either };

// The owner's rules for a bout (CONFIG.md).
struct bout_rules {
  milliseconds cap{0};          // `timeout`; 0: none
  milliseconds margin{20'000};  // `submit.margin`
  milliseconds grace{10'000};   // `grace`
  submit_when on_failure = submit_when::explicit_only;
  submit_when on_timeout = submit_when::explicit_only;
  claim_rule claim = claim_rule::adopt;
  int retries = 0;
  flow_rule flow = flow_rule::session;
  bool wait_for_result = true;
  milliseconds result_timeout{1'800'000};
  // At most every 15 s on average in the long run: an answer in hand is urgent, and 5 submissions a minute
  // are allowed.
  bouts::retry_policy retry{.max_attempts = 0, .base = milliseconds(500), .cap = milliseconds(15'000)};
};

// A new attempt with less time than this is not worth its start.
inline constexpr std::chrono::seconds shortest_attempt{5};
// How often a submission is asked for its state; the Python client does the same (API.md).
inline constexpr std::chrono::seconds follow_interval{5};

namespace act {
struct await_place {};  // wait for one of the agent's places to be free
struct open_session {};
struct run_agent {};  // attempt and deadline are in the record; one that runs already is taken over
struct prepare {};   // write the solution down and derive its key; one that is written down is taken as it is
struct announce {};  // send what still waits to be shown, then our last events: `timed_out` when the time ran
                     // out, `submitted` when there is an answer
struct submit {};
struct ask_session {};  // what does the arena say of our session?
struct follow {};       // what does the arena say of our submission?
struct fetch_score {};  // breakdown and result
struct wait {           // then report woke{}
  milliseconds time;
};
struct finish {};  // the record is final
}  // namespace act

using action =
    std::variant<act::await_place, act::open_session, act::run_agent, act::prepare, act::announce,
                 act::submit, act::ask_session, act::follow, act::fetch_score, act::wait, act::finish>;

enum class agent_end { exited, killed, deadline, cancelled, not_started };

namespace happened {
struct place_granted {};
struct drained {};    // no new bouts; instead of a place, or before a wait is over
struct cancelled {};  // the operator stops it: instead of any other. One that is handed in stays handed in
struct woke {};       // a wait is over
struct vetoed {       // the owner's hook does not want it; instead of a place
  std::string reason;
};
struct opened {
  bouts::opened_session session;
};
struct agent_ended {
  agent_end how = agent_end::exited;
  int exit_code = 0;  // with exited
  bool has_solution = false;
  bool is_explicit = false;  // the solution came by file or submission line
  std::string detail;        // "exit code 3", "signal 9", "python3: not found"
  std::string own_failure;   // with exited: why it failed by its own account, whatever its code; mostly empty
  std::optional<bout_usage> usage;  // of this attempt
};
struct prepared {
  std::string idempotency_key;
};
struct unusable {  // the solution breaks a limit of the arena, or could not be written down
  bouts::error why;
};
struct announced {};  // or given up: either way no event of this bout is sent any more
struct submitted {
  bouts::submission submission;
};
struct session_seen {
  bouts::session session;
};
struct submission_seen {
  bouts::submission submission;
};
struct score_seen {
  bout_score score;
};
struct call_failed {  // the action's request to the arena
  bouts::error why;   // REQUIRES not errc::cancelled, which says nothing of the arena
};
}  // namespace happened

using happening =
    std::variant<happened::place_granted, happened::drained, happened::cancelled, happened::woke,
                 happened::vetoed, happened::opened, happened::agent_ended, happened::prepared,
                 happened::unusable, happened::announced, happened::submitted, happened::session_seen,
                 happened::submission_seen, happened::score_seen, happened::call_failed>;

class bout_machine {
 public:
  // `random` in [0, 1) sets this bout's jitter; one number for its whole life is enough to spread a fleet.
  bout_machine(bout_rules rules, bout_record record, double random);

  const bout_record& record() const noexcept { return record_; }

  // The first action for the record's state: for a fresh one waiting for a place, for a closed one finish.
  // Once, before next().
  action begin(wall_time now);
  // REQUIRES that `what` answers the last action, which was not finish.
  action next(const happening& what, wall_time now);

 private:
  action resume(wall_time now);
  action decide(const happening& what, wall_time now);
  action on_cancelled();
  action when_seen(const happening& what, wall_time now);
  action when_opening(const happening& what, wall_time now);
  action when_submitting(const happening& what, wall_time now);
  action when_submitted(const happening& what, wall_time now);

  action start_by_key(wall_time now);
  action start_running(wall_time now);
  action on_opened(const bouts::opened_session& opened, wall_time now);
  action on_open_failed(const bouts::error& why, wall_time now);
  action on_agent_ended(const happened::agent_ended& end, wall_time now);
  action on_submitted(const bouts::submission& taken);
  action on_submit_failed(const bouts::error& why, wall_time now);
  action on_submit_by_key_failed(const bouts::error& why, bool was_lost, wall_time now);
  action on_ask_failed(const bouts::error& why, wall_time now);
  action on_session_seen(const bouts::session& session, wall_time now);
  action on_submission_seen(const bouts::submission& seen, wall_time now);
  action on_follow_failed(const bouts::error& why, wall_time now);

  action run_again_or_fail(std::string reason, wall_time now);
  action announce_then_end(bout_state state, std::string reason);
  double jitter() const;
  action wait_before(action then, const bouts::error& why);
  action end(bout_state state, std::string reason);

  bout_rules rules_;
  bout_record record_;
  double random_;
  action doing_ = act::finish{};  // what the next happening answers
  int failures_ = 0;              // in a row, of the current action
  action after_wait_ = act::finish{};
  std::optional<wall_time> follow_until_;
  struct ending {
    bout_state state;
    std::string reason;
  };
  std::optional<ending> ending_;  // after the announcement
  int settled_ = 0;               // how often the session was asked about a doubtful submission …
  bouts::error doubt_;            // … and the failure that raised the doubt
};

}  // namespace arena
