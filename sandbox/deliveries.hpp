// The deliveries of all webhooks: which are waiting, when the next attempt of each is due, and how each ended
// (API.md, "Webhook deliveries"). Pure: whoever makes the attempts says how they went.
//
// Bounded: each webhook has at most limits::waiting_deliveries that wait, and keeps limits::kept_deliveries
// that have ended.
#pragma once

#include "sandbox/arena_time.hpp"
#include "sandbox/model.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arena::sandbox {

enum class delivery_status : std::uint8_t { pending, delivered, dead_letter };
std::string_view to_string(delivery_status status) noexcept;

struct delivery {
  delivery_id id;        // stays the same over attempts
  long long number = 0;  // from 1, in the order they were made
  std::string webhook;   // its id
  std::string event_type;
  std::string body;
  bool is_test = false;  // one attempt, no more
  wall_time created_at{};

  delivery_status status = delivery_status::pending;
  int attempts = 0;
  bool under_way = false;                 // an attempt has begun and not ended
  std::optional<wall_time> next_attempt;  // while it waits for one
  std::optional<wall_time> ended_at;
  // Of the last attempt; no status when no answer came, `error` says why.
  std::optional<int> status_code;
  std::string error;
  milliseconds latency{0};
};

struct attempt_outcome {
  std::optional<int> status_code;
  std::string error;  // a sentence, where there was no answer
  milliseconds latency{0};
};

class deliveries {
 public:
  explicit deliveries(const time_scale& scale) noexcept : scale_(scale) {}

  // Makes it due at once; its number. One too many for its webhook is a dead letter from the start.
  long long add(delivery made, wall_time now);
  // When the next attempt has to be made; nothing when none waits.
  std::optional<wall_time> next_due() const noexcept;
  // Begins the attempts that are due, at most so many, in the order in which they became due. Each has to be
  // ended with concluded(). The pointers are valid until the next call that changes anything.
  std::vector<const delivery*> begin_due(std::size_t most, wall_time now);
  // A 2xx ends the delivery; else the next attempt comes 1 s or 5 s later (arena time), and after the third
  // it is a dead letter. Ignored when the delivery is not waited for any more.
  void concluded(long long number, const attempt_outcome& outcome, wall_time now);
  // Ends what waits for this webhook, as dead letters.
  void abandon(std::string_view webhook, std::string_view why, wall_time now);

  // Null when it was dropped for newer ones, or never was.
  const delivery* find(long long number) const noexcept;
  // Of this webhook, newest first.
  std::vector<const delivery*> of(std::string_view webhook, std::size_t most) const;

 private:
  void end(delivery& one, delivery_status as, wall_time now);
  void drop_oldest_ended(std::deque<long long>& of);
  std::size_t waiting_of(const std::deque<long long>& of) const noexcept;

  time_scale scale_;
  long long last_number_ = 0;
  std::map<long long, delivery> all_;
  std::map<std::string, std::deque<long long>, std::less<>> by_webhook_;  // oldest first
  std::set<std::pair<wall_time, long long>> due_;
};

}  // namespace arena::sandbox
