// What the relay must not forget when the daemon dies: the events of a bout that wait, what was sent, and how
// the window was used. Plain data, and its text for the journal.
//
// Events wait here as they were queued: redacted. They come back through a redactor, so that nothing but a
// redactor makes what the outbox takes (redacted_event.hpp).
#pragma once

#include "core/base/error.hpp"
#include "core/relay/account.hpp"
#include "core/relay/rank.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

using bouts::mono_time;

struct kept_event {
  bouts::agent_event event;
  rank place = rank::thinking;
  mono_time since;
  std::uint64_t order = 0;
  std::size_t omitted = 0;
  int tries = 0;

  bool operator==(const kept_event&) const = default;
};

struct stream_state {
  std::vector<kept_event> waiting;            // by rank, oldest first
  std::vector<bouts::agent_event> own_words;  // the agent's own lifecycle events
  std::vector<bouts::event_type> announced;   // our own ones, that are not to be made twice
  std::optional<rank> last_pushed;
  bool last_is_through = false;
  bool over = false;
  std::size_t omitted = 0;
  event_account account;

  bool operator==(const stream_state&) const = default;
};

// How far a bout's outputs were read. Everything before it is in the stream's state or behind it; what comes
// after it was never sent.
struct output_position {
  int attempt = 0;                 // of the agent; the two offsets are of its files
  std::uint64_t out = 0;           // bytes of stdout.log
  std::uint64_t err = 0;           // bytes of stderr.log
  bool at_end = false;             // the agent had ended, and a last line without an end was counted
  std::uint64_t events_bytes = 0;  // of events.jsonl, over all attempts

  bool operator==(const output_position&) const = default;
};

struct bout_checkpoint {
  output_position position;
  std::optional<stream_state> stream;  // nothing while no stream is open

  bool operator==(const bout_checkpoint&) const = default;
};

// An agent key's use of its window.
struct window_state {
  std::vector<mono_time> ends;  // of the last requests, oldest first
  bool in_flight = false;       // one more had begun
  mono_time held_until{};       // the arena asked for it
  mono_time chatter_after{};    // spacing
  int failures = 0;             // in a row

  bool operator==(const window_state&) const = default;
};

// The use of the window as this boot's monotonic clock has it, when it was kept in another boot, whose clock
// says nothing here: each request counts as if it had ended when the window was kept, `ago` by the wall
// clock, or when this machine booted, whichever is later. `now`: the monotonic clock, which began at boot.
window_state after_reboot(window_state kept, bouts::milliseconds ago, mono_time now);

std::string save_checkpoint(const bout_checkpoint& checkpoint);
// errc::bad_answer when the text is none of ours.
bouts::result<bout_checkpoint> load_checkpoint(std::string_view text);
std::string save_window(const window_state& window);
bouts::result<window_state> load_window(std::string_view text);
std::string save_account(const event_account& account);
bouts::result<event_account> load_account(std::string_view text);

}  // namespace arena
