#include "core/relay/checkpoint.hpp"

#include "core/wire/model_fields.hpp"
#include "core/wire/saved.hpp"

#include <algorithm>

namespace arena {

template <class Archive>
void fields(Archive& with, event_account& a) {
  with("produced", a.produced);
  with("sent", a.sent);
  with("merged", a.merged);
  with("dropped", a.dropped);
  with("bytes", a.bytes);
  with("longest_lag_ms", a.longest_lag);
}

template <class Archive>
void fields(Archive& with, kept_event& k) {
  with("event", k.event);
  with("place", k.place);
  with("since", k.since);
  with("order", k.order);
  with("omitted", k.omitted);
  with("tries", k.tries);
}

template <class Archive>
void fields(Archive& with, stream_state& s) {
  with("waiting", s.waiting);
  with("own_words", s.own_words);
  with("announced", s.announced);
  with("last_pushed", s.last_pushed);
  with("last_is_through", s.last_is_through);
  with("over", s.over);
  with("omitted", s.omitted);
  with("account", s.account);
}

template <class Archive>
void fields(Archive& with, output_position& p) {
  with("attempt", p.attempt);
  with("out", p.out);
  with("err", p.err);
  with("at_end", p.at_end);
  with("events_bytes", p.events_bytes);
}

template <class Archive>
void fields(Archive& with, bout_checkpoint& c) {
  with("position", c.position);
  with("stream", c.stream);
}

template <class Archive>
void fields(Archive& with, window_state& w) {
  with("ends", w.ends);
  with("in_flight", w.in_flight);
  with("held_until", w.held_until);
  with("chatter_after", w.chatter_after);
  with("failures", w.failures);
}

window_state after_reboot(window_state kept, bouts::milliseconds ago, mono_time now) {
  const mono_time boot{};
  const auto ended = std::max(boot, now - std::max(ago, bouts::milliseconds(0)));
  std::ranges::fill(kept.ends, ended);
  kept.held_until = kept.chatter_after = {};
  return kept;
}

std::string save_checkpoint(const bout_checkpoint& checkpoint) {
  return bouts::saved::to_text(checkpoint);
}

bouts::result<bout_checkpoint> load_checkpoint(std::string_view text) {
  return bouts::saved::from_text<bout_checkpoint>(text, "the checkpoint of a bout");
}

std::string save_window(const window_state& window) {
  return bouts::saved::to_text(window);
}

bouts::result<window_state> load_window(std::string_view text) {
  return bouts::saved::from_text<window_state>(text, "the use of the window");
}

std::string save_account(const event_account& account) {
  return bouts::saved::to_text(account);
}

bouts::result<event_account> load_account(std::string_view text) {
  return bouts::saved::from_text<event_account>(text, "the account of a bout's events");
}

}  // namespace arena
