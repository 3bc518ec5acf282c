// The second half of a bout: from an answer in hand to its score.

#include "core/bout/machine.hpp"

#include <string>
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
    return record_.announced ? action(act::submit{}) : act::announce{};
  }
  if (const auto* unusable = std::get_if<happened::unusable>(&what)) {
    return announce_then_end(bout_state::rejected, unusable->why.describe());
  }
  if (std::holds_alternative<happened::announced>(what)) {
    record_.announced = true;
    return act::submit{};
  }
  if (const auto* submitted = std::get_if<happened::submitted>(&what)) {
    return on_submitted(submitted->submission);
  }
  if (const auto* failed = std::get_if<happened::call_failed>(&what)) {
    return std::holds_alternative<act::ask_session>(doing_) ? on_ask_failed(failed->why, now)
                                                            : on_submit_failed(failed->why, now);
  }
  if (const auto* seen = std::get_if<happened::session_seen>(&what)) {
    return on_session_seen(seen->session, now);
  }
  return after_wait_;
}

action bout_machine::on_submitted(const bouts::submission& taken) {
  record_.submission = taken.id;
  record_.state = bout_state::submitted;
  failures_ = 0;
  if (rules_.wait_for_result && !taken.id.empty()) {
    return act::follow{};
  }
  return end(bout_state::submitted, rules_.wait_for_result
                                        ? "handed in; the arena gave no number to follow it by"
                                        : "handed in; its score was not awaited");
}

action bout_machine::on_submit_failed(const bouts::error& why, wall_time now) {
  const bool was_lost = record_.answer_lost;
  record_.answer_lost = was_lost || may_have_arrived(why);
  if (record_.by_key) {
    return on_submit_by_key_failed(why, was_lost, now);
  }
  const bool too_late = now >= record_.submit_by;
  if ((is_doubtful(why) || (too_late && record_.answer_lost)) && settled_ < most_settling_rounds) {
    ++settled_;
    doubt_ = why;
    return act::ask_session{};
  }
  if (too_late) {
    return end(bout_state::rejected, "the answer could not be handed in before the end: " + why.describe());
  }
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::dead) {
    return end(bout_state::rejected, "the arena did not take the answer: " + why.describe());
  }
  return wait_before(act::submit{}, why);
}

// There is neither an idempotency key nor a session to ask: a conflict after a lost answer is our own
// submission (API.md, connector/submit).
action bout_machine::on_submit_by_key_failed(const bouts::error& why, bool was_lost, wall_time now) {
  if (why.kind == errc::conflict && was_lost) {
    return end(bout_state::submitted, "handed in; the answer with its number was lost");
  }
  if (why.kind == errc::conflict) {
    return end(bout_state::rejected, "another answer was handed in for this entry: " + why.describe());
  }
  if (now >= record_.submit_by) {
    return end(bout_state::rejected,
               "the answer could not be handed in before the end" +
                   std::string(record_.answer_lost ? ", or its receipt was lost: " : ": ") + why.describe());
  }
  if (bouts::judge(why, bouts::endpoint_kind::resource) == verdict::dead) {
    return end(bout_state::rejected, "the arena did not take the answer: " + why.describe());
  }
  return wait_before(act::submit{}, why);
}

action bout_machine::on_ask_failed(const bouts::error& why, wall_time now) {
  const bool hopeless = bouts::judge(why, bouts::endpoint_kind::resource) == verdict::dead;
  if (hopeless || now >= record_.submit_by) {
    return end(bout_state::rejected,
               "the answer could not be handed in: " + doubt_.describe() +
                   "; nor could the arena be asked whether it has one: " + why.describe());
  }
  return wait_before(act::ask_session{}, why);
}

// What the arena holds decides. Our key would have been answered with our own submission, so one that is
// there in spite of a conflict is somebody else's; if an answer to us was lost and there was no conflict, the
// key is tried once more, unless the session has closed since.
action bout_machine::on_session_seen(const bouts::session& session, wall_time now) {
  const bool is_open = session.status == "open" || session.status.empty();
  const bool has_submission =
      session.submission_count ? *session.submission_count > 0 : session.status == "completed";
  if (has_submission && record_.answer_lost && !is_open) {
    return end(bout_state::submitted,
               "handed in; the arena closed the session before its number was learned");
  }
  if (has_submission && record_.answer_lost && doubt_.kind != errc::conflict) {
    return act::submit{};
  }
  if (has_submission) {
    return end(bout_state::rejected, "another answer was handed in for this entry: " + doubt_.describe());
  }
  if (!is_open) {
    return end(bout_state::rejected, "the session is " + session.status.text() + ": " + doubt_.describe());
  }
  if (now >= record_.submit_by) {
    return end(bout_state::rejected,
               "the answer could not be handed in before the end: " + doubt_.describe());
  }
  return wait_before(act::submit{}, bouts::error{.kind = errc::server});
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
    return end(bout_state::judged, {});
  }
  if (const auto* failed = std::get_if<happened::call_failed>(&what)) {
    return on_follow_failed(failed->why, now);
  }
  return after_wait_;
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
