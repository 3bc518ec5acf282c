// What waits to be shown to spectators, and in which order it goes out: the policy behind "30 a minute, the
// best picture that fits" (DESIGN.md, Events under 30 a minute). One outbox serves one agent key and all its
// bouts, because the arena counts by key.
//
// Pure: it says what to send next and when, and is told what came of it; the daemon's relay does the sending,
// one event at a time. It takes only redacted events. Memory is bounded, whatever is pushed (stream.hpp). Not
// thread-safe.
//
// A bout's stream is opened, begins with its `started` event, takes the agent's events, is wound up with a
// last lifecycle event, after which nothing of it is sent, and is closed.
#pragma once

#include "core/relay/stream.hpp"
#include "core/relay/window_limiter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace arena {

// Places of a full window (30) that stay free when an event of the rank is sent, so that what matters more
// finds one. With a smaller limit they shrink in proportion.
inline constexpr std::array<int, rank_count> places_kept_free = {0, 2, 4, 10, 10};
// Chatter is sent at most once in this part of a window (3 s of a minute), over all streams.
inline constexpr int chatter_divisor = 20;
// Back-off after a failed request: from 1/120 of a window (0.5 s), doubling, to half a window.
inline constexpr int backoff_divisor = 120;
// A stream whose challenge has not started is asked about again after this part of a window (5 s).
inline constexpr int not_yet_divisor = 12;
// A Retry-After is obeyed up to this many windows (5 minutes, as in core/http/retry.hpp); then we look again.
inline constexpr int longest_hold_windows = 5;
// An event that made the arena fail (5xx) this often is given up: it may be the event.
inline constexpr int max_server_failures = 5;

struct outbox_options {
  int limit = 30;  // requests a window, 1 to 30
  milliseconds window{60'000};
  bool keep_everything = false;  // policy `complete`: in order, nothing dropped for being old
};

// What the arena's answer to an event means here.
enum class event_answer {
  delivered,      // 2xx
  refused,        // 400 and the like: this event is bad; it is dropped
  stream_over,    // 403 for good, 404: no more events of this bout
  not_yet,        // 403 "has not started yet": this bout later
  parked,         // 401: nothing of this agent for a window
  throttled,      // 429
  server_failed,  // 5xx
  lost,           // no answer: the event may or may not have arrived
};

class outbox {
 public:
  struct sendable {
    bouts::entry_id stream;
    bouts::challenge_id challenge;
    bouts::agent_event event;
  };
  struct decision {
    std::optional<sendable> send;   // this, now; then call sent()
    std::optional<mono_time> wake;  // else ask again then; nothing: when something else has happened
  };

  explicit outbox(outbox_options options);

  // Other options from now on. Streams that are open keep their order (`keep_everything`).
  void change(outbox_options options);

  // How the window was used, to be kept over a restart.
  window_state window() const;
  // The use of the window before this outbox was: after a restart the arena still counts it. A request that
  // was in flight has ended by `now`. REQUIRES that nothing was sent yet.
  void restore_window(const window_state& kept, mono_time now);

  // Nothing happens when it is open already. `not_after`: no request of this stream begins from then on,
  // because the first event at a challenge's end moves it to judging for everybody (API.md); whoever gives it
  // leaves room for the way there.
  void open(const bouts::entry_id& stream, const bouts::challenge_id& challenge,
            std::optional<mono_time> not_after);
  // What is to be kept of a stream, with the event that is offered or in flight back in its place; nothing
  // for one that is not open.
  std::optional<stream_state> state(const bouts::entry_id& stream) const;
  // Goes on with it. REQUIRES that it was just opened.
  void restore(const bouts::entry_id& stream, const stream_state& kept, const redactor& redact);

  // A lifecycle event of our own that is not the last. False, and without effect, when the stream had one of
  // its type.
  bool announce(const bouts::entry_id& stream, const redacted_event& event, mono_time now);
  void push(const bouts::entry_id& stream, const redacted_event& event, mono_time now);
  // The last event (`submitted` or `timed_out`). What still waits goes before it as far as the window allows
  // until `flush_until`; the rest is dropped. At `give_up` the last event itself is.
  void wind_up(const bouts::entry_id& stream, const redacted_event& last, mono_time now,
               mono_time flush_until, mono_time give_up);
  // Ends the stream and forgets it. Gives its final account; an empty one for a stream that is not open.
  event_account close(const bouts::entry_id& stream);

  // Whether the stream's last event is behind it. False for an unknown stream.
  bool last_is_through(const bouts::entry_id& stream) const;
  // Whether nothing of the stream waits or is in flight any more. True for an unknown stream.
  bool is_done(const bouts::entry_id& stream) const;
  // The account so far, or null for an unknown stream. Valid until the next call that is not const.
  // At any time produced == sent + merged + dropped + waiting().
  const event_account* account(const bouts::entry_id& stream) const;
  // How many of its events wait or are on their way. 0 for an unknown stream.
  std::size_t waiting(const bouts::entry_id& stream) const;

  decision next(mono_time now);
  // The event of the last decision goes to the network now. REQUIRES that the last call of next() gave one;
  // others may have come between, even close().
  void sent();
  // Its answer. `retry_after` only with throttled. REQUIRES sent().
  void answered(event_answer answer, std::optional<milliseconds> retry_after, mono_time now);

  int window_used(mono_time now) const { return limiter_.used(now); }

 private:
  struct choice {
    bouts::entry_id stream;
    rank place;     // the queue it waits in
    rank standing;  // what it counts as
    mono_time when;
    mono_time since;
    std::uint64_t order;
  };
  struct flight {
    bouts::entry_id stream;
    rank place;
    waiting_event item;
    bool orphaned = false;  // its stream was closed meanwhile, and has counted it
  };

  int kept_free(rank r) const noexcept;
  mono_time earliest_for(rank r, const event_stream& s, mono_time now) const;
  std::optional<choice> choose(mono_time now) const;
  bool better(const choice& a, const choice& b, mono_time now) const;
  void withdraw_offer();
  bool is_offered(const bouts::entry_id& stream) const;
  void hold_after(event_answer answer, std::optional<milliseconds> retry_after, mono_time now);
  void settle(event_stream& s, flight flown, event_answer answer, mono_time now);
  milliseconds backoff() const;

  outbox_options options_;
  window_limiter limiter_;
  std::map<bouts::entry_id, event_stream> streams_;
  std::optional<flight> offered_;
  bool in_flight_ = false;
  mono_time held_until_{};
  mono_time chatter_after_{};
  int failures_ = 0;
};

}  // namespace arena
