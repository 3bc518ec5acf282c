// The second half of a bout: from an answer in hand to its score.

#include "core/bout/machine.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace arena {

using bouts::errc;
using bouts::verdict;

namespace {

// An answer that may have been processed although we did not learn it.
bool may_have_arrived(const bouts::error& why) {
  return why.status == 0 || why.status >= 500 || why.kind == errc::bad_answer;
}

// Neither of these says by itself whether it is our submission that is there (API.md: a repeat after success,
// another client's answer, a session closed by either): the session is asked.
bool is_doubtful(const bouts::error& why) {
  return why.kind == errc::conflict || why.code == "SESSION_CLOSED";
}

constexpr int most_settling_rounds = 3;

}  // namespace

action bout_machine::when_submitting(const happening& what, wall_time now) {
  if (const auto* prepared = std::get_if<happened::prepared>(&what)) {
    record_.idempotency_key = prepared->idempotency_key;
    return act::announce{};
  }
  if (const auto* unusable = std::get_if<happened::unusable>(&what)) {
    return announce_then_end(bout_state::rejected, unusable->why.describe());
  }
  if (std::holds_alternative<happened::announced>(what)) {
    return act::submit{};
  }
  if (std::holds_alternative<happened::woke>(what) || std::holds_alternative<happened::drained>(what)) {
    return after_wait_;
  }
  if (const auto* submitted = std::get_if<happened::submitted>(&what)) {
    record_.submission = submitted->submission.id;
    record_.state = bout_state::submitted;
    failures_ = 0;
    return rules_.wait_for_result ? action(act::follow{})
                                  : end(bout_state::submitted, "handed in; its score was not awaited");
  }
  if (const auto* failed = std::get_if<happened::call_failed>(&what)) {
    return on_submit_failed(failed->why, now);
  }
  if (const auto* seen = std::get_if<happened::session_seen>(&what)) {
    return on_session_seen(seen->session, now);
  }
  std::abort();
}

action bout_machine::on_submit_failed(const bouts::error& why, wall_time now) {
  record_.answer_lost = record_.answer_lost || may_have_arrived(why);
  if (now >= record_.submit_by) {
    return end(bout_state::rejected, "the answer could not be handed in before the end: " + why.describe());
  }
  if (is_doubtful(why) && settled_ < most_settling_rounds) {
    ++settled_;
    record_.reason = why.describe();
    return act::ask_session{};
  }
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::dead) {
    return end(bout_state::rejected, "the arena did not take the answer: " + why.describe());
  }
  return wait_before(act::submit{}, why);
}

// What the arena holds decides. The same key would have been answered with our own submission, so one that is
// there and was refused to our key is somebody else's, unless an answer to us was lost on a session that has
// closed since.
action bout_machine::on_session_seen(const bouts::session& session, wall_time) {
  const std::string why = std::exchange(record_.reason, {});
  const bool has_submission = session.submission_count.value_or(0) > 0;
  if (has_submission && record_.answer_lost && session.status != "open") {
    record_.state = bout_state::submitted;
    return end(bout_state::submitted,
               "handed in; the arena closed the session before its number was learned");
  }
  if (has_submission) {
    return end(bout_state::rejected, "another answer was handed in for this entry: " + why);
  }
  if (session.status == "open" || session.status.empty()) {
    return wait_before(act::submit{}, bouts::error{.kind = errc::server});
  }
  return end(bout_state::rejected, "the session is " + session.status + ": " + why);
}

action bout_machine::when_submitted(const happening& what, wall_time now) {
  if (!follow_until_) {
    follow_until_ = now + rules_.result_timeout;
  }
  if (const auto* seen = std::get_if<happened::submission_seen>(&what)) {
    return on_submission_seen(seen->submission, now);
  }
  if (const auto* score = std::get_if<happened::score_seen>(&what)) {
    record_.score = score->score;
    return end(bout_state::judged, record_.reason);
  }
  if (const auto* failed = std::get_if<happened::call_failed>(&what)) {
    return on_follow_failed(failed->why, now);
  }
  if (std::holds_alternative<happened::woke>(what) || std::holds_alternative<happened::drained>(what)) {
    return after_wait_;
  }
  std::abort();
}

action bout_machine::on_submission_seen(const bouts::submission& seen, wall_time now) {
  failures_ = 0;
  record_.final_status = seen.status;
  if (seen.status == bouts::submission_status::completed) {
    return act::fetch_score{};
  }
  if (bouts::is_terminal(seen.status)) {
    return end(bout_state::judged, seen.rejection_reason.empty()
                                       ? "the arena's verdict: " + std::string(bouts::to_string(seen.status))
                                       : seen.rejection_reason);
  }
  if (now >= *follow_until_) {
    return end(bout_state::submitted, "handed in; not judged within the time allowed for results");
  }
  after_wait_ = act::follow{};
  return act::wait{follow_interval};
}

action bout_machine::on_follow_failed(const bouts::error& why, wall_time now) {
  const bool completed = record_.final_status == bouts::submission_status::completed;
  if (now >= *follow_until_) {
    return end(completed ? bout_state::judged : bout_state::submitted,
               "handed in; its score could not be read: " + why.describe());
  }
  // 404 is "not ready yet" for a score, and a submission that was just taken may not be readable at once.
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::dead && why.kind != errc::not_found) {
    return end(completed ? bout_state::judged : bout_state::submitted,
               "handed in; its score may not be read: " + why.describe());
  }
  return wait_before(completed ? action(act::fetch_score{}) : action(act::follow{}), why);
}

}  // namespace arena
