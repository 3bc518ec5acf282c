// What of a bout outlives the daemon: before each step the journal learns of it, and a daemon that comes back
// picks up what it finds there.

#include "core/wire/encode.hpp"
#include "daemon/bout_note.hpp"
#include "daemon/bout_task.hpp"
#include "daemon/clock.hpp"
#include "daemon/fail_points.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::mono_time;

namespace {

constexpr std::chrono::seconds between_tries{1};  // at a journal that cannot be written
// What a bout needs for its small files; what its agent prints is bounded by `limits.output`, and cut when
// there is no room.
constexpr std::uint64_t least_room_bytes = 4 * 1024 * 1024;

bool is_begin(const action& next) {
  return std::holds_alternative<act::await_place>(next) || std::holds_alternative<act::open_session>(next);
}

}  // namespace

// Nothing is begun, and no answer is sent, that the journal does not know of. When it cannot be written, a
// new bout waits for as long as that lasts, and so does an ended one. An answer in hand waits for half of the
// time that is left: its key is made of its content, which lies in the run directory, so that even without
// the journal a later daemon would send the same again under the same key.
std::optional<mono_time> bout_task::hold_until(const action& next) const {
  if (is_begin(next) || std::holds_alternative<act::finish>(next)) {
    return mono_time::max();
  }
  if (std::holds_alternative<act::submit>(next)) {
    return mono_now() + std::max((record().submit_by - server_now()) / 2, bouts::milliseconds(0));
  }
  return std::nullopt;
}

asio::awaitable<bool> bout_task::keep(action next) {
  const auto hold = hold_until(next);
  for (;;) {
    auto kept = co_await save();
    if (kept && is_begin(next)) {
      kept = check_room(around_.settings.state_dir, least_room_bytes);
    }
    const bool done = tell_kept(kept);
    if (done || !hold || mono_now() >= *hold) {
      co_return true;
    }
    if (stop_ != stop::none) {
      co_return !is_begin(next);
    }
    woken_.reset();
    co_await woken_.wait_until(std::min(*hold, mono_now() + between_tries));
  }
}

// Says it when keeping begins to fail and when it works again.
bool bout_task::tell_kept(const bouts::status& kept) {
  if (kept.has_value() == journal_fails_) {
    journal_fails_ = !kept;
    kept ? log_.info("what happens is kept again")
         : log_.error("what happens is not kept, and a new bout does not begin: " + kept.error().message);
  }
  return kept.has_value();
}

asio::awaitable<bouts::status> bout_task::save() {
  if (saved_ == record() && (!answer_ || answer_kept_)) {
    co_return bouts::status();
  }
  auto done = keep_answer();
  if (done) {
    fail_point("keep.answer");
    done = keep_note();
  }
  fail_point("keep.note");
  const auto now = record();
  auto shown = now.closed ? std::nullopt : std::optional(checkpoint());
  auto kept = co_await around_.kept.save(around_.agent->name, now, std::move(shown), account_);
  if (!kept || !done) {
    co_return kept ? done : kept;
  }
  fail_point("keep.done");
  saved_ = now;
  co_return bouts::status();
}

// At every change of state and when the key is there.
bouts::status bout_task::keep_note() {
  const auto& r = record();
  const bool news = !saved_ || saved_->state != r.state || saved_->attempt != r.attempt ||
                    saved_->closed != r.closed || saved_->idempotency_key != r.idempotency_key;
  if (r.session.empty() && !r.by_key && r.state != bout_state::opening) {
    return {};  // nothing was begun: there is no directory
  }
  if (!directory_) {
    auto made = run_directory::create(around_.settings.state_dir, r.assigned.entry_id);
    if (!made) {
      return std::unexpected(made.error());
    }
    directory_ = std::move(*made);
  }
  return news ? write_bout_note(*directory_, {.agent = around_.agent->name, .record = r}) : bouts::status();
}

bouts::status bout_task::keep_answer() {
  if (!answer_ || answer_kept_) {
    return {};
  }
  auto done = write_durably(directory_->solution(), bouts::encode_solution(*answer_));
  answer_kept_ = done.has_value();
  return done;
}

output_position bout_task::position() const {
  output_position now = running_ ? running_->position() : shown_;
  if (now.attempt != record().attempt) {
    now = {.attempt = record().attempt};  // the two offsets were of other files
  }
  now.events_bytes = event_log_ ? event_log_->size() : shown_.events_bytes;
  return now;
}

bout_checkpoint bout_task::checkpoint() const {
  return {.position = position(), .stream = around_.relay.state(record().assigned.entry_id)};
}

// After a restart: how far it was shown, and its stream. What was told of the agent after the last checkpoint
// was not sent; it is cut from the event log, read from the output again, and told again.
asio::awaitable<void> bout_task::pick_up() {
  const auto entry = record().assigned.entry_id;
  auto made = run_directory::create(around_.settings.state_dir, entry);
  if (!made) {
    log_.error(made.error().message);
    co_return;
  }
  directory_ = std::move(*made);
  const auto kept = co_await around_.kept.checkpoint(entry);
  if (!kept) {
    log_.error("how far it was shown is not known, what there is counts as shown: " + kept.error().message);
    shown_ = position_at_end(*directory_, record().attempt);
  }
  if (kept && *kept) {
    shown_ = (*kept)->position;
    if ((*kept)->stream && !record().announced) {
      open_stream();
      around_.relay.restore(entry, *(*kept)->stream, *around_.redact);
    }
  }
  fail_point("resume.bout");
  const auto known = co_await around_.kept.find(entry);
  if (known && *known) {
    saved_ = (*known)->record;
    account_ = (*known)->account;
  }
}

}  // namespace arena
