#include "sandbox/announcements.hpp"

#include "sandbox/judging.hpp"

#include <algorithm>

namespace arena::sandbox {

namespace {

// The steps that nobody subscribes to have no event.
std::optional<webhook_event> event_of_step(std::string_view status) noexcept {
  if (status == "received") {
    return webhook_event::submission_received;
  }
  if (status == "queued") {
    return webhook_event::submission_queued;
  }
  if (status == "completed") {
    return webhook_event::submission_completed;
  }
  if (status == "failed" || status == "rejected" || status == "invalidated") {
    return webhook_event::submission_failed;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(webhook_event which) noexcept {
  switch (which) {
    case webhook_event::submission_received:
      return "submission.received";
    case webhook_event::submission_queued:
      return "submission.queued";
    case webhook_event::submission_completed:
      return "submission.completed";
    case webhook_event::submission_failed:
      return "submission.failed";
    case webhook_event::result_finalized:
      return "result.finalized";
    case webhook_event::challenge_started:
      return "challenge.started";
    case webhook_event::challenge_ended:
      return "challenge.ended";
  }
  return "";
}

std::optional<webhook_event> parse_webhook_event(std::string_view name) noexcept {
  const auto* const found =
      std::ranges::find(every_webhook_event, name, [](webhook_event one) { return to_string(one); });
  return found == every_webhook_event.end() ? std::nullopt : std::optional(*found);
}

std::optional<announcement> announcements::take_due(wall_time now) {
  if (waiting_.empty() || waiting_.begin()->first > now) {
    return std::nullopt;
  }
  return std::move(waiting_.extract(waiting_.begin()).mapped());
}

void announcements::add_submission(const submission& which, milliseconds delay) {
  const wall_time end = judged_at(which, delay);
  for (const submission_step& one : steps_of(which, end, delay)) {
    if (const auto what = event_of_step(one.status)) {
      add({one.at, *what, which.id.str()});
    }
  }
  if (is_judged(which, end, delay)) {
    add({end, webhook_event::result_finalized, which.id.str()});
  }
}

void announcements::add_challenge(const challenge& which, wall_time now) {
  add({std::max(which.starts_at.value_or(now), now), webhook_event::challenge_started, which.id.str()});
  if (which.ends_at) {
    add({std::max(*which.ends_at, now), webhook_event::challenge_ended, which.id.str()});
  }
}

}  // namespace arena::sandbox
