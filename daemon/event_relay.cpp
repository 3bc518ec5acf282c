#include "daemon/event_relay.hpp"

#include "core/wire/event.hpp"
#include "daemon/clock.hpp"
#include "daemon/fail_points.hpp"
#include "daemon/steady_loop.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::errc;
using bouts::mono_time;

namespace {

// The one 403 that is not for good (API.md, events/stream).
bool means_not_yet(const bouts::error& why) {
  return why.message.find("not started") != std::string::npos;
}

}  // namespace

event_relay::event_relay(outbox_options options, std::string agent_name,
                         std::shared_ptr<bouts::async_client> client, journal& kept, logger log)
    : outbox_(options),
      agent_name_(std::move(agent_name)),
      journal_(kept),
      client_(std::move(client)),
      log_(std::move(log)),
      watch_(mono_now()) {
  watch_.rests(bouts::loop_doing::idle, mono_now());  // until it has anything to show
}

void event_relay::restore_window(const window_state& kept) {
  outbox_.restore_window(kept, mono_now());
}

void event_relay::change(outbox_options options) {
  outbox_.change(options);
  changed_.set();
}

void event_relay::identify(bouts::agent_id agent) {
  agent_ = std::move(agent);
  changed_.set();
}

void event_relay::open(const bouts::entry_id& bout, const bouts::challenge_id& challenge,
                       std::optional<mono_time> not_after, position_source position) {
  outbox_.open(bout, challenge, not_after);
  positions_.insert_or_assign(bout, std::move(position));
}

void event_relay::restore(const bouts::entry_id& bout, const stream_state& kept, const redactor& redact) {
  outbox_.restore(bout, kept, redact);
  changed_.set();
}

std::optional<stream_state> event_relay::state(const bouts::entry_id& bout) const {
  return outbox_.state(bout);
}

bool event_relay::announce(const bouts::entry_id& bout, const redacted_event& event) {
  changed_.set();
  return outbox_.announce(bout, event, mono_now());
}

void event_relay::push(const bouts::entry_id& bout, const redacted_event& event) {
  outbox_.push(bout, event, mono_now());
  changed_.set();
}

int event_relay::window_used() const {
  return outbox_.window_used(mono_now());
}

asio::awaitable<event_account> event_relay::finish(bouts::entry_id bout, std::optional<redacted_event> last,
                                                   bouts::milliseconds time) {
  const auto now = mono_now();
  const auto give_up = now + time;
  if (last) {
    constexpr int flush_share = 2;  // half of the time for what waits, half for the last event
    outbox_.wind_up(bout, *last, now, now + time / flush_share, give_up);
    changed_.set();
  }
  while (!outbox_.is_done(bout) && mono_now() < give_up) {
    answered_.reset();
    co_await answered_.wait_until(give_up);
  }
  co_return close(bout);
}

event_account event_relay::close(const bouts::entry_id& bout) {
  positions_.erase(bout);
  auto account = outbox_.close(bout);
  ended_.add(account);
  return account;
}

void event_relay::drop(const bouts::entry_id& bout) {
  close(bout);
}

event_account event_relay::total() const {
  auto all = ended_;
  for (const auto& [bout, position] : positions_) {
    if (const auto* const account = outbox_.account(bout)) {
      all.add(*account);
    }
  }
  return all;
}

control::loop_state event_relay::loop(bouts::milliseconds patience) const {
  return shown("relay", watch_, streak_.failures(), patience);
}

bool event_relay::is_alive(bouts::milliseconds patience) const {
  return watch_.is_alive(mono_now(), patience);
}

event_answer event_relay::classify(const bouts::result<bouts::event_receipt>& answer) const {
  if (answer) {
    return event_answer::delivered;
  }
  const auto& why = answer.error();
  switch (why.kind) {
    case errc::unauthorized:
      return event_answer::parked;
    case errc::forbidden:
      return means_not_yet(why) ? event_answer::not_yet : event_answer::stream_over;
    case errc::not_found:
    case errc::gone:
    case errc::conflict:
      return event_answer::stream_over;
    case errc::rate_limited:
      return event_answer::throttled;
    case errc::validation:
    case errc::too_large:
      return event_answer::refused;
    case errc::server:
      return event_answer::server_failed;
    default:
      return why.status == 0 ? event_answer::lost : event_answer::server_failed;
  }
}

void event_relay::tell(const bouts::result<bouts::event_receipt>& answer) {
  if (!answer) {
    last_error_ = {.text = "an event was not taken: " + answer.error().describe(), .at = wall_now()};
  }
  const auto note = answer ? streak_.succeeded(mono_now()) : streak_.failed(answer.error(), mono_now());
  if (!note) {
    return;
  }
  if (note->what == bouts::streak_note::edge::ended) {
    log_.info("events are taken again after " + std::to_string(note->failures) + " failures in " +
              bouts::format_duration(note->lasted));
  } else {
    log_.warn("an event was not taken: " + note->reason);
  }
}

// A journal that cannot be written does not stop the show: only after a crash might something be shown twice.
asio::awaitable<void> event_relay::keep(const bouts::entry_id& bout) {
  std::optional<bout_checkpoint> checkpoint;
  if (const auto position = positions_.find(bout); position != positions_.end()) {
    checkpoint = bout_checkpoint{.position = position->second(), .stream = outbox_.state(bout)};
  }
  const auto kept = co_await journal_.save_relay(agent_name_, bout, std::move(checkpoint), outbox_.window());
  if (kept.has_value() == journal_fails_) {
    journal_fails_ = !journal_fails_;
    journal_fails_ ? log_.error("what is shown is not kept: " + kept.error().message)
                   : log_.info("what is shown is kept again");
  }
}

asio::awaitable<void> event_relay::send(outbox::sendable out) {
  outbox_.sent();
  co_await keep(out.stream);
  fail_point("event.noted");
  std::string json = bouts::encode_event(out.event);
  const auto answer = co_await client_->connector().stream_event(out.challenge, agent_, std::move(json));
  fail_point("event.answered");
  const auto retry_after = answer ? std::nullopt : answer.error().retry_after;
  outbox_.answered(classify(answer), retry_after, mono_now());
  tell(answer);
  co_await keep(out.stream);
  fail_point("event.kept");
  answered_.set();
}

asio::awaitable<void> event_relay::step() {
  using bouts::loop_doing;
  changed_.reset();
  if (agent_.empty()) {
    watch_.rests(loop_doing::idle, mono_now());
    co_await changed_.wait();
    co_return;
  }
  auto decision = outbox_.next(mono_now());
  answered_.set();  // next() may have given up what somebody waits for
  if (decision.send) {
    watch_.asks(mono_now());
    co_await send(std::move(*decision.send));
  } else if (decision.wake) {
    watch_.waits(streak_.failing() ? loop_doing::backing_off : loop_doing::waiting, *decision.wake,
                 mono_now());
    co_await changed_.wait_until(*decision.wake);
  } else {
    watch_.rests(loop_doing::idle, mono_now());
    co_await changed_.wait();
  }
}

asio::awaitable<void> event_relay::run() {
  for (;;) {
    co_await step();
  }
}

}  // namespace arena
