#include "core/bout/machine.hpp"

#include "core/bout/deadlines.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace arena {

using bouts::errc;
using bouts::verdict;

namespace {

// The shell reported something that cannot have come of the last action: going on would be guessing.
[[noreturn]] void impossible(bout_state state, std::size_t doing, std::size_t happening) {
  std::fprintf(stderr, "impossible happening %zu after action %zu in bout state '%s'\n", happening, doing,
               to_string(state).data());
  std::abort();
}

template <class... One>
bool is_any(const happening& what) {
  return (std::holds_alternative<One>(what) || ...);
}

// Which happenings answer which action.
struct answers {
  const happening& what;

  bool operator()(const act::await_place&) const {
    return is_any<happened::place_granted, happened::drained, happened::vetoed>(what);
  }
  bool operator()(const act::open_session&) const {
    return is_any<happened::opened, happened::call_failed>(what);
  }
  bool operator()(const act::run_agent&) const { return is_any<happened::agent_ended>(what); }
  bool operator()(const act::prepare&) const { return is_any<happened::prepared, happened::unusable>(what); }
  bool operator()(const act::announce&) const { return is_any<happened::announced>(what); }
  bool operator()(const act::submit&) const {
    return is_any<happened::submitted, happened::call_failed>(what);
  }
  bool operator()(const act::ask_session&) const {
    return is_any<happened::session_seen, happened::call_failed>(what);
  }
  bool operator()(const act::follow&) const {
    return is_any<happened::submission_seen, happened::call_failed>(what);
  }
  bool operator()(const act::fetch_score&) const {
    return is_any<happened::score_seen, happened::call_failed>(what);
  }
  bool operator()(const act::wait&) const { return is_any<happened::woke, happened::drained>(what); }
  bool operator()(const act::finish&) const { return false; }
};

bool is_possible(const action& doing, const happening& what) {
  if (const auto* failed = std::get_if<happened::call_failed>(&what);
      failed != nullptr && failed->why.kind == errc::cancelled) {
    return false;
  }
  const bool finished = std::holds_alternative<act::finish>(doing);
  return (is_any<happened::cancelled>(what) && !finished) || std::visit(answers{what}, doing);
}

}  // namespace

bout_machine::bout_machine(bout_rules rules, bout_record record, double random)
    : rules_(rules), record_(std::move(record)), random_(random) {}

action bout_machine::begin(wall_time now) {
  record_.answer_lost = record_.answer_lost || std::exchange(record_.on_its_way, false);
  doing_ = record_.closed ? act::finish{} : resume(now);
  return doing_;
}

action bout_machine::resume(wall_time now) {
  const auto& challenge = record_.assigned.challenge;
  switch (record_.state) {
    case bout_state::seen:
      if (challenge.ends_at && *challenge.ends_at <= now) {
        return end(bout_state::skipped, "the challenge is over");
      }
      if (challenge.starts_at && *challenge.starts_at > now) {
        after_wait_ = act::await_place{};
        return act::wait{*challenge.starts_at - now};
      }
      return act::await_place{};
    case bout_state::opening:
      record_.open_repeated = true;  // the request may have been made before we stopped
      return act::open_session{};
    case bout_state::running:
      return act::run_agent{};
    case bout_state::submitting:
      return act::prepare{};
    case bout_state::submitted:
      if (rules_.wait_for_result && !record_.submission.empty()) {
        return act::follow{};
      }
      return end(bout_state::submitted, "handed in; its score was not awaited");
    default:
      return act::finish{};
  }
}

action bout_machine::next(const happening& what, wall_time now) {
  if (!is_possible(doing_, what)) {
    impossible(record_.state, doing_.index(), what.index());
  }
  doing_ = decide(what, now);
  record_.on_its_way = std::holds_alternative<act::submit>(doing_);
  return doing_;
}

action bout_machine::decide(const happening& what, wall_time now) {
  if (std::holds_alternative<happened::cancelled>(what)) {
    return on_cancelled();
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
      return on_agent_ended(std::get<happened::agent_ended>(what), now);
    case bout_state::submitting:
      return when_submitting(what, now);
    case bout_state::submitted:
      return when_submitted(what, now);
    default:
      impossible(record_.state, doing_.index(), what.index());
  }
}

action bout_machine::on_cancelled() {
  if (record_.state == bout_state::submitted) {
    return end(bout_state::submitted, "handed in; its score was not awaited");
  }
  if (ending_) {
    return act::announce{};  // it has ended already; how, stands
  }
  return announce_then_end(bout_state::cancelled, record_.answer_lost
                                                      ? "cancelled; its answer may have arrived all the same"
                                                      : "cancelled");
}

action bout_machine::when_seen(const happening& what, wall_time now) {
  const auto& ends_at = record_.assigned.challenge.ends_at;
  if (std::holds_alternative<happened::drained>(what)) {
    return end(bout_state::skipped, "no new bouts are begun");
  }
  if (const auto* veto = std::get_if<happened::vetoed>(&what)) {
    return end(bout_state::refused,
               "the before_run hook refused it" + (veto->reason.empty() ? "" : ": " + veto->reason));
  }
  if (ends_at && *ends_at <= now) {
    return end(bout_state::skipped, "the challenge was over before a place was free");
  }
  if (std::holds_alternative<happened::woke>(what)) {
    return after_wait_;
  }
  record_.state = bout_state::opening;  // a place was granted
  return rules_.flow == flow_rule::connector ? start_by_key(now) : act::open_session{};
}

namespace {

std::string why_failed(const happened::agent_ended& end) {
  return end.own_failure.empty() ? end.detail : end.own_failure + " (" + end.detail + ")";
}

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
  if (end.usage) {
    (record_.usage ? *record_.usage : record_.usage.emplace()).add(*end.usage);
  }
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
      if (end.exit_code == 0 && end.own_failure.empty()) {
        return end.has_solution ? hand_in() : run_again_or_fail("the agent ended without an answer", now);
      }
      [[fallthrough]];
    case agent_end::killed:
      return may_submit(rules_.on_failure, end)
                 ? hand_in()
                 : run_again_or_fail("the agent failed: " + why_failed(end), now);
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
  if (record_.state == bout_state::seen || record_.state == bout_state::opening) {
    return end(state, std::move(reason));  // nothing was ever shown of it
  }
  ending_ = ending{state, std::move(reason)};
  return act::announce{};
}

// A part of its own for each wait: with one for all, a bout that drew a small number would hardly ever wait.
// Steps of the golden ratio fall evenly over [0, 1).
double bout_machine::jitter() const {
  constexpr double golden_part = 0.6180339887498949;
  const double sum = random_ + golden_part * failures_;
  return sum - std::floor(sum);
}

// Streaks of failures wait longer and longer; 401 is looked at again every minute.
action bout_machine::wait_before(action then, const bouts::error& why) {
  after_wait_ = then;
  ++failures_;
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::park) {
    return act::wait{bouts::park_interval};
  }
  return act::wait{rules_.retry.wait(failures_, jitter(), why.retry_after)};
}

action bout_machine::end(bout_state state, std::string reason) {
  record_.state = state;
  record_.reason = std::move(reason);
  record_.closed = true;
  return act::finish{};
}

}  // namespace arena
