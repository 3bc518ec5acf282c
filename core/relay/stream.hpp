// The events of one bout that wait to be sent: queues by rank, with merging and bounds. A part of the outbox;
// pure.
#pragma once

#include "core/base/ids.hpp"
#include "core/redact/redacted_event.hpp"
#include "core/relay/account.hpp"
#include "core/relay/checkpoint.hpp"
#include "core/relay/rank.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace arena {

// Our limits. An event is at most about 14 KB, so a stream waits in less than 2 MB.
inline constexpr std::size_t max_waiting_trouble = 64;  // the oldest gives way
inline constexpr std::size_t max_waiting_actions = 64;  // more than two windows' worth
inline constexpr std::size_t max_waiting_thinking = 8;  // after joining
// Under `complete` nothing is dropped for being old, but memory stays bounded all the same.
inline constexpr std::size_t complete_factor = 16;

struct waiting_event {
  redacted_event event;
  mono_time since;          // when it, or the first that was merged into it, was pushed
  std::uint64_t order = 0;  // of its stream's events, those with the same `since` included
  std::size_t omitted = 0;  // how many were left out before it; only while it is taken out
  int tries = 0;
};

class event_stream {
 public:
  event_stream(bouts::challenge_id challenge, std::optional<mono_time> not_after, bool keep_everything);

  const bouts::challenge_id& challenge() const noexcept { return challenge_; }

  // What is to be kept so that a stream made anew goes on as this one would. Its last event is left out while
  // it waits: whoever goes on winds the stream up again.
  stream_state state() const;
  // REQUIRES a stream that was just made. `redact`: what it lets through it lets through again unchanged.
  void restore(const stream_state& kept, const redactor& redact);

  // A lifecycle event of our own that is not the last; one or two a bout, they wait unbounded. False, and
  // without effect, when one of its type was announced before.
  bool announce(const redacted_event& event, mono_time now);
  // An event of the agent. Of its own lifecycle events only the words are kept, for ours.
  void push(const redacted_event& event, mono_time now);
  // The stream's last event; pushes after it are dropped, another last event replaces it while it waits. A
  // repeat after it went out has no effect.
  void wind_up(const redacted_event& last, mono_time now, mono_time flush_until, mono_time give_up);
  // No more of it: the arena said so, or the bout is over.
  void end(std::string_view reason);

  // Lets time pass: drops what has become too old (older than `too_old` before now), ends the stream at its
  // bounds and brings the last event forward when its turn has come.
  void advance(mono_time now, bouts::milliseconds too_old);

  // The oldest waiting event of that rank, or null.
  const waiting_event* front(rank r) const noexcept;
  // Takes it out, with the number of those left out so far, unless it is of rank lifecycle. REQUIRES
  // front(r).
  waiting_event take(rank r);
  // Puts back what take() gave, in front. What came meanwhile and would have replaced it still does.
  void put_back(rank r, waiting_event event);
  // Gives up what take() gave.
  void leave_out(const waiting_event& event, std::string_view reason);

  void hold_until(mono_time when) noexcept { not_before_ = when; }
  mono_time not_before() const noexcept { return not_before_; }
  // The next moment at which advance() would change something by itself; max() when there is none.
  mono_time next_change(bouts::milliseconds too_old) const noexcept;

  bool winding_up() const noexcept { return last_.has_value() || last_queued_; }
  // The last event was answered or given up.
  bool last_is_through() const noexcept { return last_queued_ && of(rank::lifecycle).empty(); }
  bool is_over() const noexcept { return over_; }
  // Nothing waits, the last event included.
  bool is_done() const noexcept { return over_ || (!last_ && !has_waiting()); }
  // How many wait, the last event included.
  std::size_t waiting() const noexcept;
  event_account& account() noexcept { return account_; }
  const event_account& account() const noexcept { return account_; }

 private:
  using queue = std::deque<waiting_event>;
  // Under `live` these are dropped when they have become too old.
  static constexpr std::array<rank, 2> ranks_that_age = {rank::trouble, rank::action};

  queue& of(rank r) noexcept { return waiting_[static_cast<std::size_t>(r)]; }
  const queue& of(rank r) const noexcept { return waiting_[static_cast<std::size_t>(r)]; }
  void count_produced(const redacted_event& event);
  bool has_waiting() const noexcept;
  void drop_front(rank r, std::string_view reason);
  void drop_waiting(std::string_view reason, rank from);
  void push_bounded(rank r, const redacted_event& event, mono_time now, std::size_t most);
  queue::iterator find_write(const redacted_event& like);
  bool merge_write(const redacted_event& event);
  bool join_thinking(const redacted_event& event);
  void keep_words(const redacted_event& event);
  redacted_event with_own_words(const redacted_event& ours) const;

  bouts::challenge_id challenge_;
  std::optional<mono_time> not_after_;
  bool keep_everything_;
  mono_time not_before_{};
  std::array<queue, rank_count> waiting_;
  std::map<bouts::event_type, redacted_event> own_words_;  // the agent's `started`, `submitted`, `timed_out`
  std::set<bouts::event_type> announced_;
  std::optional<rank> last_pushed_;
  std::optional<waiting_event> last_;
  mono_time flush_until_ = mono_time::max();
  mono_time give_up_ = mono_time::max();
  std::size_t omitted_ = 0;
  bool last_queued_ = false;
  bool over_ = false;
  event_account account_;
};

}  // namespace arena
