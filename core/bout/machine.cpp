#include "core/bout/machine.hpp"

#include "core/bout/deadlines.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace arena {

using bouts::errc;
using bouts::verdict;

namespace {

// The shell reported something that cannot have happened in this state: going on would be guessing.
[[noreturn]] void impossible(bout_state state, std::size_t happening) {
  std::fprintf(stderr, "impossible happening %zu in bout state '%s'\n", happening, to_string(state).data());
  std::abort();
}

// Words for the record. A failed call's own sentence carries status and code.
std::string because(std::string_view what, const bouts::error& why) {
  return std::string(what) + ": " + why.describe();
}

}  // namespace

bout_machine::bout_machine(bout_rules rules, bout_record record, double random)
    : rules_(rules), record_(std::move(record)), random_(random) {}

action bout_machine::begin(wall_time now) {
  const auto& challenge = record_.assigned.challenge;
  if (challenge.ends_at && *challenge.ends_at <= now) {
    return end(bout_state::skipped, "the challenge is over");
  }
  if (challenge.starts_at && *challenge.starts_at > now) {
    after_wait_ = act::await_place{};
    return act::wait{*challenge.starts_at - now};
  }
  return act::await_place{};
}

action bout_machine::next(const happening& what, wall_time now) {
  if (std::holds_alternative<happened::cancelled>(what)) {
    if (record_.state == bout_state::submitted) {
      return end(bout_state::submitted, "handed in; its score was not awaited");
    }
    return announce_then_end(bout_state::cancelled, "cancelled");
  }
  if (std::holds_alternative<happened::announced>(what) && ending_) {
    return end(ending_->state, std::move(ending_->reason));
  }
  switch (record_.state) {
    case bout_state::seen:
      return when_seen(what, now);
    case bout_state::opening:
      return when_opening(what, now);
    case bout_state::running:
      return when_running(what, now);
    case bout_state::submitting:
      return when_submitting(what, now);
    case bout_state::submitted:
      return when_submitted(what, now);
    default:
      impossible(record_.state, what.index());
  }
}

action bout_machine::when_seen(const happening& what, wall_time now) {
  const auto& ends_at = record_.assigned.challenge.ends_at;
  if (std::holds_alternative<happened::drained>(what)) {
    return end(bout_state::skipped, "no new bouts are begun");
  }
  if (ends_at && *ends_at <= now) {
    return end(bout_state::skipped, "the challenge was over before a place was free");
  }
  if (std::holds_alternative<happened::woke>(what)) {
    return act::await_place{};
  }
  if (std::holds_alternative<happened::place_granted>(what)) {
    record_.state = bout_state::opening;
    return act::open_session{};
  }
  impossible(record_.state, what.index());
}

action bout_machine::when_opening(const happening& what, wall_time now) {
  if (const auto* opened = std::get_if<happened::opened>(&what)) {
    return on_opened(opened->session, now);
  }
  if (const auto* failed = std::get_if<happened::call_failed>(&what)) {
    return on_open_failed(failed->why, now);
  }
  if (std::holds_alternative<happened::woke>(what)) {
    return after_wait_;
  }
  if (std::holds_alternative<happened::drained>(what)) {
    // The session may be open by now, and an open session is owed an answer: we go on.
    return after_wait_;
  }
  impossible(record_.state, what.index());
}

action bout_machine::on_opened(const bouts::opened_session& opened, wall_time now) {
  if (opened.existing && !record_.open_repeated && rules_.claim == claim_rule::fresh) {
    return end(bout_state::refused, "somebody else has opened a session for it (claim: fresh)");
  }
  failures_ = 0;
  record_.session = opened.session_id;
  record_.expires_at = opened.expires_at;
  record_.adopted = opened.existing && !record_.open_repeated;
  const auto times = reckon_times({.expires_at = opened.expires_at,
                                   .ends_at = record_.assigned.challenge.ends_at,
                                   .cap = rules_.cap,
                                   .margin = rules_.margin,
                                   .grace = rules_.grace},
                                  now);
  record_.deadline = times.agent_until;
  record_.grace = times.grace;
  record_.submit_by = times.submit_by;
  if (times.agent_until <= now) {
    return end(bout_state::failed, "the session's time was over when it was opened");
  }
  record_.state = bout_state::running;
  record_.attempt = 1;
  return act::run_agent{};
}

action bout_machine::on_open_failed(const bouts::error& why, wall_time now) {
  const auto& ends_at = record_.assigned.challenge.ends_at;
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

action bout_machine::when_running(const happening& what, wall_time now) {
  if (const auto* end = std::get_if<happened::agent_ended>(&what)) {
    return on_agent_ended(*end, now);
  }
  impossible(record_.state, what.index());
}

namespace {

bool may_submit(submit_when rule, const happened::agent_ended& end) {
  return end.has_solution &&
         (rule == submit_when::always || (rule == submit_when::explicit_only && end.is_explicit));
}

}  // namespace

action bout_machine::on_agent_ended(const happened::agent_ended& end, wall_time now) {
  const auto hand_in = [this]() -> action {
    record_.state = bout_state::submitting;
    return act::prepare{};
  };
  switch (end.how) {
    case agent_end::cancelled:
      return announce_then_end(bout_state::cancelled, "cancelled");
    case agent_end::not_started:
      return announce_then_end(bout_state::failed, "the agent could not be started: " + end.detail);
    case agent_end::deadline:
      record_.time_ran_out = true;
      if (may_submit(rules_.on_timeout, end)) {
        return hand_in();
      }
      return announce_then_end(bout_state::timed_out,
                               end.has_solution ? "the time was up; the agent's output was not handed in"
                                                : "the time was up before the agent gave an answer");
    case agent_end::exited:
      if (end.exit_code == 0) {
        return end.has_solution ? hand_in() : run_again_or_fail("the agent ended without an answer", now);
      }
      [[fallthrough]];
    case agent_end::killed:
      return may_submit(rules_.on_failure, end) ? hand_in()
                                                : run_again_or_fail("the agent failed: " + end.detail, now);
  }
  std::abort();
}

action bout_machine::run_again_or_fail(std::string reason, wall_time now) {
  if (record_.attempt <= rules_.retries && now + shortest_attempt < record_.deadline) {
    ++record_.attempt;
    return act::run_agent{};
  }
  return announce_then_end(bout_state::failed, std::move(reason));
}

action bout_machine::announce_then_end(bout_state state, std::string reason) {
  if (record_.session.empty()) {
    return end(state, std::move(reason));  // nothing was ever shown of it
  }
  ending_ = ending{state, std::move(reason)};
  return act::announce{};
}

// Streaks of failures wait longer and longer; 401 is looked at again every minute.
action bout_machine::wait_before(action then, const bouts::error& why) {
  after_wait_ = std::move(then);
  ++failures_;
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::park) {
    return act::wait{bouts::park_interval};
  }
  return act::wait{rules_.retry.wait(failures_, random_, why.retry_after)};
}

action bout_machine::end(bout_state state, std::string reason) {
  record_.state = state;
  record_.reason = std::move(reason);
  return act::finish{};
}

}  // namespace arena
