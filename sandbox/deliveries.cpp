#include "sandbox/deliveries.hpp"

#include "sandbox/limits.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace arena::sandbox {

namespace {

// From the end of an attempt to the next one (API.md, "Webhook deliveries"); after the last there is none.
constexpr std::array<milliseconds, 2> pauses = {std::chrono::seconds(1), std::chrono::seconds(5)};

constexpr int first_success = 200;
constexpr int first_not_success = 300;

bool is_success(const attempt_outcome& outcome) noexcept {
  return outcome.status_code && *outcome.status_code >= first_success &&
         *outcome.status_code < first_not_success;
}

}  // namespace

std::string_view to_string(delivery_status status) noexcept {
  switch (status) {
    case delivery_status::pending:
      return "pending";
    case delivery_status::delivered:
      return "delivered";
    case delivery_status::dead_letter:
      return "dead_letter";
  }
  return "";
}

long long deliveries::add(delivery made, wall_time now) {
  auto& siblings = by_webhook_[made.webhook];
  const bool too_many = waiting_of(siblings) >= limits::waiting_deliveries;
  made.number = ++last_number_;
  made.created_at = now;
  delivery& added = all_.emplace(made.number, std::move(made)).first->second;
  siblings.push_back(added.number);
  if (too_many) {
    added.error = "too many deliveries of this webhook are waiting";
    end(added, delivery_status::dead_letter, now);
  } else {
    added.next_attempt = now;
    due_.emplace(now, added.number);
  }
  drop_oldest_ended(siblings);
  return last_number_;
}

std::optional<wall_time> deliveries::next_due() const noexcept {
  return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
}

std::vector<const delivery*> deliveries::begin_due(std::size_t most, wall_time now) {
  std::vector<const delivery*> begun;
  while (begun.size() < most && !due_.empty() && due_.begin()->first <= now) {
    delivery& one = all_.at(due_.begin()->second);
    due_.erase(due_.begin());
    one.next_attempt.reset();
    one.under_way = true;
    ++one.attempts;
    begun.push_back(&one);
  }
  return begun;
}

void deliveries::concluded(long long number, const attempt_outcome& outcome, wall_time now) {
  const auto found = all_.find(number);
  if (found == all_.end() || !found->second.under_way) {
    return;
  }
  delivery& one = found->second;
  one.under_way = false;
  one.status_code = outcome.status_code;
  one.error = outcome.error;
  one.latency = outcome.latency;
  const auto made = static_cast<std::size_t>(one.attempts);
  if (is_success(outcome)) {
    end(one, delivery_status::delivered, now);
  } else if (one.is_test || made > pauses.size()) {
    end(one, delivery_status::dead_letter, now);
  } else {
    one.next_attempt = now + scale_.real(pauses.at(made - 1));
    due_.emplace(*one.next_attempt, number);
  }
}

void deliveries::abandon(std::string_view webhook, std::string_view why, wall_time now) {
  const auto of = by_webhook_.find(webhook);
  if (of == by_webhook_.end()) {
    return;
  }
  for (const long long number : of->second) {
    delivery& one = all_.at(number);
    if (one.status == delivery_status::pending) {
      one.error = why;
      end(one, delivery_status::dead_letter, now);
    }
  }
}

const delivery* deliveries::find(long long number) const noexcept {
  const auto found = all_.find(number);
  return found == all_.end() ? nullptr : &found->second;
}

std::vector<const delivery*> deliveries::of(std::string_view webhook, std::size_t most) const {
  std::vector<const delivery*> found;
  if (const auto all = by_webhook_.find(webhook); all != by_webhook_.end()) {
    for (const long long number : all->second | std::views::reverse | std::views::take(most)) {
      found.push_back(&all_.at(number));
    }
  }
  return found;
}

void deliveries::end(delivery& one, delivery_status as, wall_time now) {
  if (one.next_attempt) {
    due_.erase({*one.next_attempt, one.number});
    one.next_attempt.reset();
  }
  one.under_way = false;
  one.status = as;
  one.ended_at = now;
}

// What waits is never dropped, so the list may be longer than what is kept by what waits.
void deliveries::drop_oldest_ended(std::deque<long long>& of) {
  if (of.size() - waiting_of(of) <= limits::kept_deliveries) {
    return;
  }
  const auto oldest = std::ranges::find_if(
      of, [&](long long number) { return all_.at(number).status != delivery_status::pending; });
  all_.erase(*oldest);
  of.erase(oldest);
}

std::size_t deliveries::waiting_of(const std::deque<long long>& of) const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(
      of, [&](long long number) { return all_.at(number).status == delivery_status::pending; }));
}

}  // namespace arena::sandbox
