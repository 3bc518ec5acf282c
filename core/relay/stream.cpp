#include "core/relay/stream.hpp"

#include <algorithm>
#include <utility>

namespace arena {

using bouts::event_type;

event_stream::event_stream(bouts::challenge_id challenge, std::optional<mono_time> not_after,
                           bool keep_everything)
    : challenge_(std::move(challenge)), not_after_(not_after), keep_everything_(keep_everything) {}

bool event_stream::announce(const redacted_event& event, mono_time now) {
  if (!announced_.insert(event.event().type).second) {
    return false;
  }
  count_produced(event);
  if (over_ || winding_up()) {
    account_.drop("too late", 1);
  } else {
    of(rank::lifecycle).push_back({with_own_words(event), now, account_.produced});
  }
  return true;
}

void event_stream::count_produced(const redacted_event& event) {
  ++account_.produced;
  account_.bytes += event.text_bytes();
}

void event_stream::push(const redacted_event& event, mono_time now) {
  count_produced(event);
  if (over_ || winding_up()) {
    account_.drop("too late", 1);
    return;
  }
  const auto before = std::exchange(last_pushed_, rank_of(event.event().type));
  const std::size_t factor = keep_everything_ ? complete_factor : 1;
  switch (rank_of(event.event().type)) {
    case rank::lifecycle:
      return keep_words(event);
    case rank::trouble:
      return push_bounded(rank::trouble, event, now, max_waiting_trouble * factor);
    case rank::action:
      if (keep_everything_ || !merge_write(event)) {
        push_bounded(rank::action, event, now, max_waiting_actions * factor);
      }
      return;
    case rank::progress:
      if (!keep_everything_) {
        account_.merged += of(rank::progress).size();
        of(rank::progress).clear();
      }
      return push_bounded(rank::progress, event, now, max_waiting_actions * factor);
    case rank::thinking:
      // `complete` keeps the order, so there must be nothing between two thoughts that become one.
      if ((keep_everything_ && before != rank::thinking) || !join_thinking(event)) {
        push_bounded(rank::thinking, event, now, max_waiting_thinking * factor);
      }
      return;
  }
}

void event_stream::push_bounded(rank r, const redacted_event& event, mono_time now, std::size_t most) {
  auto& waiting = of(r);
  if (waiting.size() >= most) {
    drop_front(r, "overtaken");
  }
  waiting.push_back({event, now, account_.produced});
}

// The waiting write to the same file; end() of its queue when there is none.
event_stream::queue::iterator event_stream::find_write(const redacted_event& like) {
  const bool is_write = like.event().type == event_type::code_write;
  auto& actions = of(rank::action);
  return is_write ? std::ranges::find_if(
                        actions, [&](const waiting_event& one) { return one.event.is_write_like(like); })
                  : actions.end();
}

// Writes to one file while the earlier one still waits become one: the newest text, at the earlier one's
// place.
bool event_stream::merge_write(const redacted_event& event) {
  const auto earlier = find_write(event);
  if (earlier == of(rank::action).end()) {
    return false;
  }
  earlier->event = event;
  ++account_.merged;
  return true;
}

// Consecutive thoughts are joined as long as both fit into one summary.
bool event_stream::join_thinking(const redacted_event& event) {
  auto& thoughts = of(rank::thinking);
  if (thoughts.empty() || !thoughts.back().event.has_room_for(event)) {
    return false;
  }
  thoughts.back().event.join(event);
  ++account_.merged;
  return true;
}

// Ours are sent at the right moments; what the agent says of the same goes with them, if it comes in time.
void event_stream::keep_words(const redacted_event& event) {
  ++account_.merged;
  for (auto& ours : of(rank::lifecycle)) {
    if (ours.event.event().type == event.event().type) {
      ours.event = event.joined_with(ours.event);
      return;
    }
  }
  own_words_.insert_or_assign(event.event().type, event);
}

redacted_event event_stream::with_own_words(const redacted_event& ours) const {
  const auto found = own_words_.find(ours.event().type);
  return found == own_words_.end() ? ours : found->second.joined_with(ours);
}

void event_stream::wind_up(const redacted_event& last, mono_time now, mono_time flush_until,
                           mono_time give_up) {
  if (last_queued_) {
    return;
  }
  count_produced(last);
  if (over_) {
    account_.drop("too late", 1);
    return;
  }
  account_.merged += last_ ? 1 : 0;
  last_ = {with_own_words(last), now, account_.produced};
  flush_until_ = flush_until;
  give_up_ = give_up;
}

void event_stream::end(std::string_view reason) {
  drop_waiting(reason, rank::lifecycle);
  if (last_) {
    account_.drop(reason, 1);
    last_.reset();
  }
  over_ = true;
}

void event_stream::advance(mono_time now, bouts::milliseconds too_old) {
  if (over_) {
    return;
  }
  if (not_after_ && now >= *not_after_) {
    return end("after the challenge's end");
  }
  if (now >= give_up_) {
    return end("out of time");
  }
  if (!keep_everything_) {
    for (const rank r : ranks_that_age) {
      while (!of(r).empty() && of(r).front().since + too_old <= now) {
        drop_front(r, "stale");
      }
    }
  }
  if (last_ && (!has_waiting() || now >= flush_until_)) {
    drop_waiting("late", rank::trouble);
    of(rank::lifecycle).push_back(std::move(*last_));
    last_.reset();
    last_queued_ = true;
  }
}

mono_time event_stream::next_change(bouts::milliseconds too_old) const noexcept {
  if (over_) {
    return mono_time::max();
  }
  mono_time when = give_up_;
  if (not_after_) {
    when = std::min(when, *not_after_);
  }
  if (last_) {
    when = std::min(when, flush_until_);
  }
  for (const rank r : ranks_that_age) {
    if (!keep_everything_ && !of(r).empty()) {
      when = std::min(when, of(r).front().since + too_old);
    }
  }
  return when;
}

const waiting_event* event_stream::front(rank r) const noexcept {
  return of(r).empty() ? nullptr : &of(r).front();
}

waiting_event event_stream::take(rank r) {
  waiting_event taken = std::move(of(r).front());
  of(r).pop_front();
  taken.omitted = r == rank::lifecycle ? 0 : std::exchange(omitted_, 0);
  return taken;
}

void event_stream::put_back(rank r, waiting_event event) {
  omitted_ += std::exchange(event.omitted, 0);
  if (r == rank::progress && !keep_everything_ && !of(r).empty()) {
    ++account_.merged;
    return;
  }
  if (r == rank::action && !keep_everything_) {
    // A newer write to the same file takes its place; apart they could be shown in the wrong order.
    if (const auto newer = find_write(event.event); newer != of(r).end()) {
      event.event = newer->event;
      of(r).erase(newer);
      ++account_.merged;
    }
  }
  of(r).push_front(std::move(event));
}

void event_stream::leave_out(const waiting_event& event, std::string_view reason) {
  account_.drop(reason, 1);
  omitted_ += event.omitted + 1;
}

std::size_t event_stream::waiting() const noexcept {
  std::size_t count = last_ ? 1 : 0;
  for (const auto& one : waiting_) {
    count += one.size();
  }
  return count;
}

bool event_stream::has_waiting() const noexcept {
  return std::ranges::any_of(waiting_, [](const queue& one) { return !one.empty(); });
}

void event_stream::drop_front(rank r, std::string_view reason) {
  of(r).pop_front();
  account_.drop(reason, 1);
  ++omitted_;
}

// Drops what waits of this rank and the lower ones.
void event_stream::drop_waiting(std::string_view reason, rank from) {
  for (const rank r : all_ranks) {
    if (r >= from) {
      account_.drop(reason, of(r).size());
      of(r).clear();
    }
  }
}

}  // namespace arena
