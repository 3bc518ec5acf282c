// The first half of a bout: from a place in hand to an agent at work.

#include "core/bout/deadlines.hpp"
#include "core/bout/machine.hpp"

#include <string>
#include <utility>

namespace arena {

using bouts::errc;
using bouts::verdict;

namespace {

// Words for the record. A failed call's own sentence carries status and code.
std::string because(std::string_view what, const bouts::error& why) {
  return std::string(what) + ": " + why.describe();
}

}  // namespace

action bout_machine::when_opening(const happening& what, wall_time now) {
  if (const auto* opened = std::get_if<happened::opened>(&what)) {
    return on_opened(opened->session, now);
  }
  if (const auto* failed = std::get_if<happened::call_failed>(&what)) {
    return on_open_failed(failed->why, now);
  }
  // Drained or not: the session may be open by now, and an open session is owed an answer, so we go on.
  return after_wait_;
}

// Nobody starts a clock for us: the time limit counts from now.
action bout_machine::start_by_key(wall_time now) {
  record_.by_key = true;
  failures_ = 0;
  if (const auto& limit = record_.assigned.challenge.time_limit) {
    record_.expires_at = now + *limit;
  }
  return start_running(now);
}

action bout_machine::on_opened(const bouts::opened_session& opened, wall_time now) {
  if (opened.existing && !record_.open_repeated && rules_.claim == claim_rule::fresh) {
    return end(bout_state::refused, "somebody else has opened a session for it (claim: fresh)");
  }
  failures_ = 0;
  record_.session = opened.session_id;
  record_.expires_at = opened.expires_at;
  if (const auto& limit = record_.assigned.challenge.time_limit; limit && !opened.expires_at) {
    record_.expires_at = now + *limit;  // the documented answer has only an id
  }
  record_.adopted = opened.existing && !record_.open_repeated;
  return start_running(now);
}

action bout_machine::start_running(wall_time now) {
  const auto times = reckon_times({.expires_at = record_.expires_at,
                                   .ends_at = record_.assigned.challenge.ends_at,
                                   .cap = rules_.cap,
                                   .margin = rules_.margin,
                                   .grace = rules_.grace},
                                  now);
  record_.deadline = times.agent_until;
  record_.grace = times.grace;
  record_.submit_by = times.submit_by;
  if (times.agent_until <= now) {
    return end(bout_state::failed, record_.by_key ? "its time was over before it began"
                                                  : "the session's time was over when it was opened");
  }
  record_.state = bout_state::running;
  record_.attempt = 1;
  return act::run_agent{};
}

action bout_machine::on_open_failed(const bouts::error& why, wall_time now) {
  const auto& ends_at = record_.assigned.challenge.ends_at;
  if (rules_.flow == flow_rule::either && (why.kind == errc::unauthorized || why.kind == errc::forbidden)) {
    return start_by_key(now);
  }
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::dead) {
    return end(bout_state::refused, because("the arena opened no session", why));
  }
  if (ends_at && *ends_at <= now) {
    return end(bout_state::failed, because("no session could be opened before the challenge ended", why));
  }
  record_.open_repeated =
      record_.open_repeated || why.status == 0 || why.kind == errc::bad_answer || why.status >= 500;
  return wait_before(act::open_session{}, why);
}

}  // namespace arena
