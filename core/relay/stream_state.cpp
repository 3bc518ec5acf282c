// Keeping a stream over the daemon's death.

#include "core/redact/redactor.hpp"
#include "core/relay/stream.hpp"

#include <utility>

namespace arena {

stream_state event_stream::state() const {
  stream_state kept{.waiting = {},
                    .own_words = {},
                    .announced = {announced_.begin(), announced_.end()},
                    .last_pushed = last_pushed_,
                    .last_is_through = last_is_through(),
                    .over = over_,
                    .omitted = omitted_,
                    .account = account_};
  for (const rank r : all_ranks) {
    for (const auto& one : of(r)) {
      kept.waiting.push_back({one.event.event(), r, one.since, one.order, one.omitted, one.tries});
    }
  }
  for (const auto& [type, words] : own_words_) {
    kept.own_words.push_back(words.event());
  }
  const bool last_waits_in_queue = last_queued_ && !kept.last_is_through;
  if (last_waits_in_queue) {
    kept.waiting.erase(kept.waiting.begin() + static_cast<std::ptrdiff_t>(of(rank::lifecycle).size()) -
                       1);  // the last of its rank
  }
  if (last_waits_in_queue || last_) {
    const auto& last = last_waits_in_queue ? of(rank::lifecycle).back() : *last_;
    --kept.account.produced;
    kept.account.bytes -= last.event.text_bytes();
  }
  return kept;
}

void event_stream::restore(const stream_state& kept, const redactor& redact) {
  for (const auto& one : kept.waiting) {
    of(one.place).push_back({redact.event(one.event), one.since, one.order, one.omitted, one.tries});
  }
  for (const auto& words : kept.own_words) {
    own_words_.insert_or_assign(words.type, redact.event(words));
  }
  announced_ = {kept.announced.begin(), kept.announced.end()};
  last_pushed_ = kept.last_pushed;
  last_queued_ = kept.last_is_through;
  over_ = kept.over;
  omitted_ = kept.omitted;
  account_ = kept.account;
}

}  // namespace arena
