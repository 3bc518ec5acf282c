#include "core/relay/outbox.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace arena {

namespace {

constexpr int full_window = 30;  // what places_kept_free is meant for

}  // namespace

outbox::outbox(outbox_options options) : options_(options), limiter_(options.limit, options.window) {}

window_state outbox::window() const {
  const auto ends = limiter_.ends();
  return {.ends = {ends.begin(), ends.end()},
          .in_flight = in_flight_,
          .held_until = held_until_,
          .chatter_after = chatter_after_,
          .failures = failures_};
}

void outbox::restore_window(const window_state& kept, mono_time now) {
  for (const auto end : kept.ends) {
    limiter_.ended(end);
  }
  if (kept.in_flight) {
    limiter_.ended(now);
  }
  held_until_ = kept.held_until;
  chatter_after_ = kept.chatter_after;
  failures_ = kept.failures;
}

void outbox::open(const bouts::entry_id& stream, const bouts::challenge_id& challenge,
                  std::optional<mono_time> not_after) {
  streams_.try_emplace(stream, challenge, not_after, options_.keep_everything);
}

std::optional<stream_state> outbox::state(const bouts::entry_id& stream) const {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) {
    return std::nullopt;
  }
  if (!is_offered(stream)) {
    return found->second.state();
  }
  auto as_if_withdrawn = found->second;
  as_if_withdrawn.put_back(offered_->place, offered_->item);
  return as_if_withdrawn.state();
}

void outbox::restore(const bouts::entry_id& stream, const stream_state& kept, const redactor& redact) {
  streams_.at(stream).restore(kept, redact);
}

bool outbox::announce(const bouts::entry_id& stream, const redacted_event& event, mono_time now) {
  const auto found = streams_.find(stream);
  return found != streams_.end() && found->second.announce(event, now);
}

void outbox::push(const bouts::entry_id& stream, const redacted_event& event, mono_time now) {
  // Bouts are few, and whether ids are equal is seen more quickly than which is the greater.
  const auto found = std::ranges::find_if(streams_, [&](const auto& one) { return one.first == stream; });
  if (found != streams_.end()) {
    found->second.push(event, now);
  }
}

void outbox::wind_up(const bouts::entry_id& stream, const redacted_event& last, mono_time now,
                     mono_time flush_until, mono_time give_up) {
  if (const auto found = streams_.find(stream); found != streams_.end()) {
    found->second.wind_up(last, now, flush_until, give_up);
  }
}

event_account outbox::close(const bouts::entry_id& stream) {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) {
    return {};
  }
  found->second.end("late");
  if (is_offered(stream)) {
    found->second.account().drop(in_flight_ ? "unanswered" : "late", 1);
    offered_->orphaned = true;
  }
  auto account = std::move(found->second.account());
  streams_.erase(found);
  return account;
}

bool outbox::is_offered(const bouts::entry_id& stream) const {
  return offered_ && !offered_->orphaned && offered_->stream == stream;
}

bool outbox::last_is_through(const bouts::entry_id& stream) const {
  const auto found = streams_.find(stream);
  return found != streams_.end() && !is_offered(stream) && found->second.last_is_through();
}

bool outbox::is_done(const bouts::entry_id& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() || (!is_offered(stream) && found->second.is_done());
}

std::size_t outbox::waiting(const bouts::entry_id& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? 0 : found->second.waiting() + (is_offered(stream) ? 1 : 0);
}

const event_account* outbox::account(const bouts::entry_id& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : &found->second.account();
}

int outbox::kept_free(rank r) const noexcept {
  return places_kept_free[static_cast<std::size_t>(r)] * options_.limit / full_window;
}

mono_time outbox::earliest_for(rank r, const event_stream& s, mono_time now) const {
  // At its end a stream is shown as far as the window allows: no spacing, and only the places of lifecycle
  // are kept.
  const bool in_full = s.winding_up() || options_.keep_everything;
  const rank as = r == rank::lifecycle ? r : in_full ? rank::trouble : r;
  mono_time when = std::max({now, held_until_, s.not_before()});
  when = std::max(when, limiter_.earliest(kept_free(as), now));
  return is_chatter(as) ? std::max(when, chatter_after_) : when;
}

// Ready ones before waiting ones; of the ready ones the higher rank (with `complete`: the older), then the
// older.
bool outbox::better(const choice& a, const choice& b, mono_time now) const {
  const bool a_ready = a.when <= now;
  const bool b_ready = b.when <= now;
  if (a_ready != b_ready) {
    return a_ready;
  }
  if (!a_ready) {
    return a.when < b.when;
  }
  const bool by_age =
      options_.keep_everything && a.standing != rank::lifecycle && b.standing != rank::lifecycle;
  if (!by_age && a.standing != b.standing) {
    return a.standing < b.standing;
  }
  return std::tie(a.since, a.order) < std::tie(b.since, b.order);
}

std::optional<outbox::choice> outbox::choose(mono_time now) const {
  std::optional<choice> best;
  for (const auto& [stream, s] : streams_) {
    for (const rank r : all_ranks) {
      if (const auto* item = s.front(r)) {
        // The last progress says how far the agent came: it must not lose its place to older actions.
        const rank standing = r == rank::progress && s.winding_up() ? rank::trouble : r;
        const choice candidate{stream, r, standing, earliest_for(r, s, now), item->since, item->order};
        if (!best || better(candidate, *best, now)) {
          best = candidate;
        }
      }
    }
  }
  return best;
}

// An event that was offered but not sent goes back to its place.
void outbox::withdraw_offer() {
  if (offered_ && !offered_->orphaned) {
    streams_.at(offered_->stream).put_back(offered_->place, std::move(offered_->item));
  }
  offered_.reset();
}

outbox::decision outbox::next(mono_time now) {
  if (in_flight_) {
    return {};
  }
  withdraw_offer();
  mono_time wake = mono_time::max();
  for (auto& [id, s] : streams_) {
    s.advance(now, options_.window);
    wake = std::min(wake, s.next_change(options_.window));
  }
  const auto best = choose(now);
  if (best && best->when <= now) {
    auto& s = streams_.at(best->stream);
    // Taken out here and put back if the answer asks for it, so that what is pushed meanwhile cannot change
    // it.
    offered_ = flight{best->stream, best->place, s.take(best->place)};
    const auto& item = offered_->item;
    const auto shown = item.omitted > 0 ? item.event.with_omitted(item.omitted) : item.event;
    return {.send = sendable{best->stream, s.challenge(), shown.event()}, .wake = {}};
  }
  wake = best ? std::min(wake, best->when) : wake;
  return {.send = {}, .wake = wake == mono_time::max() ? std::nullopt : std::optional(wake)};
}

void outbox::sent() {
  in_flight_ = true;
  limiter_.began();
}

milliseconds outbox::backoff() const {
  constexpr int most_doublings = 6;  // 64 / 120 of a window: half of it is reached
  const auto first = options_.window / backoff_divisor;
  return std::min(first * (1 << std::min(failures_ - 1, most_doublings)), options_.window / 2);
}

void outbox::answered(event_answer answer, std::optional<milliseconds> retry_after, mono_time now) {
  in_flight_ = false;
  limiter_.ended(now);
  flight flown = std::move(*offered_);
  offered_.reset();
  if (is_chatter(flown.place)) {
    chatter_after_ = now + options_.window / chatter_divisor;
  }
  hold_after(answer, retry_after, now);
  if (!flown.orphaned) {
    auto& s = streams_.at(flown.stream);
    settle(s, std::move(flown), answer, now);
  }
}

void outbox::hold_after(event_answer answer, std::optional<milliseconds> retry_after, mono_time now) {
  const bool no_answer = answer == event_answer::lost || answer == event_answer::server_failed;
  failures_ = no_answer ? failures_ + 1 : 0;
  if (no_answer) {
    held_until_ = now + backoff();
  } else if (answer == event_answer::throttled) {
    held_until_ = now + std::clamp(retry_after.value_or(limiter_.window()), options_.window / backoff_divisor,
                                   longest_hold_windows * options_.window);
  } else if (answer == event_answer::parked) {
    held_until_ = now + options_.window;
  }
}

// What the answer means for the event and its stream.
void outbox::settle(event_stream& s, flight flown, event_answer answer, mono_time now) {
  switch (answer) {
    case event_answer::delivered:
      ++s.account().sent;
      s.account().longest_lag =
          std::max(s.account().longest_lag, std::chrono::duration_cast<milliseconds>(now - flown.item.since));
      return;
    case event_answer::refused:
      return s.leave_out(flown.item, "refused");
    case event_answer::stream_over:
      s.leave_out(flown.item, "not taken any more");
      return s.end("not taken any more");
    case event_answer::server_failed:
      if (++flown.item.tries >= max_server_failures) {
        return s.leave_out(flown.item, "failing");
      }
      break;
    case event_answer::not_yet:
      s.hold_until(now + options_.window / not_yet_divisor);
      break;
    case event_answer::parked:
    case event_answer::throttled:
    case event_answer::lost:
      break;
  }
  if (s.is_over()) {
    return s.leave_out(flown.item, "late");
  }
  s.put_back(flown.place, std::move(flown.item));
}

}  // namespace arena
