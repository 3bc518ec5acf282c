// What the arena will tell of and when: the events of webhooks, in the order of time. A submission's future
// is known when it is handed in, a challenge's when it is made, so both are put here once; telling.hpp makes
// deliveries of them when their time has come.
#pragma once

#include "sandbox/model.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arena::sandbox {

inline constexpr std::array every_webhook_event = {
    webhook_event::submission_received, webhook_event::submission_queued, webhook_event::submission_completed,
    webhook_event::submission_failed,   webhook_event::result_finalized,  webhook_event::challenge_started,
    webhook_event::challenge_ended};

// "submission.received"
std::string_view to_string(webhook_event which) noexcept;
std::optional<webhook_event> parse_webhook_event(std::string_view name) noexcept;

struct announcement {
  wall_time at;
  webhook_event what;
  std::string subject;  // the id of the submission or the challenge that it is about
};

class announcements {
 public:
  void add(announcement one) {
    const wall_time at = one.at;
    waiting_.emplace(at, std::move(one));
  }
  std::optional<wall_time> next_due() const noexcept {
    return waiting_.empty() ? std::nullopt : std::optional(waiting_.begin()->first);
  }
  // The earliest that is due, taken out; of several at one time the one that was added first.
  std::optional<announcement> take_due(wall_time now);

  // All steps of a submission from its receipt to its result. `delay` is the judge's, real time.
  void add_submission(const submission& which, milliseconds delay);
  // Start and end of a challenge; what lies before `now` is announced at once.
  void add_challenge(const challenge& which, wall_time now);

 private:
  std::multimap<wall_time, announcement> waiting_;
};

}  // namespace arena::sandbox
