// What others see of an agent at work, and may ask of it: the control API's part of the worker.

#include "daemon/agent_worker.hpp"
#include "daemon/clock.hpp"

#include <algorithm>
#include <utility>

namespace arena {

using bouts::milliseconds;

void agent_worker::cancel(const bouts::entry_id& entry) {
  if (const auto found = bouts_.find(entry); found != bouts_.end()) {
    log_.info("cancelling " + entry.str() + ": asked for over the control socket");
    found->second->cancel();
  }
}

// A call takes its time-out at most, and then there is the journal.
milliseconds agent_worker::patience() const {
  constexpr std::chrono::seconds beyond_a_call{30};
  return settings_.arena.timeout + beyond_a_call;
}

bool agent_worker::is_alive() const {
  return ping_.is_alive(patience()) && poll_.is_alive(patience()) && relay_.is_alive(patience());
}

control::agent_counts agent_worker::counts() const {
  return {.pings_answered = ping_.answers(),
          .pings_failed = ping_.failures(),
          .polls_answered = poll_.answers(),
          .polls_failed = poll_.failures(),
          .bouts = ended_,
          .events = relay_.total(),
          .usage = used_};
}

// One ping that is lost does not make an agent unknown to the arena; a key that it turns away does.
bool agent_worker::is_known() const {
  constexpr int pings_of_grace = 3;
  const auto last = ping_.last_answer();
  return last && !ping_.is_parked() &&
         wall_now() - *last <= pings_of_grace * agent_->ping_interval + settings_.arena.timeout;
}

control::agent_state agent_worker::state() const {
  auto last_error = ping_.last_error();
  for (const auto& other : {poll_.last_error(), relay_.last_error()}) {
    if (other && (!last_error || other->at > last_error->at)) {
      last_error = other;
    }
  }
  return {.name = agent_->name,
          .id = agent_id_,
          .online = ping_.good_since().has_value(),
          .known = is_known(),
          .draining = draining_,
          .online_since = ping_.good_since(),
          .last_ping = ping_.last_answer(),
          .last_poll = poll_.last_answer(),
          .trouble = ping_.trouble().empty() ? poll_.trouble() : ping_.trouble(),
          .last_error = std::move(last_error),
          .loops = {ping_.state(patience()), poll_.state(patience()), relay_.loop(patience())},
          .counts = counts(),
          .window_used = relay_.window_used(),
          .window_limit = agent_->events.limit,
          .places = agent_->concurrency,
          .places_taken = static_cast<int>(places_.taken())};
}

std::optional<milliseconds> agent_worker::time_left(const bout_record& of) const {
  return of.deadline == bouts::wall_time()
             ? std::nullopt
             : std::optional(std::max(of.deadline - server_now(), milliseconds(0)));
}

std::vector<control::bout_state_now> agent_worker::bouts() const {
  std::vector<control::bout_state_now> all;
  for (const auto& [entry, bout] : bouts_) {
    const auto began = began_.find(entry);
    all.push_back({.agent = agent_->name,
                   .record = bout->record(),
                   .at_work = true,
                   .began_at = began == began_.end() ? std::nullopt : std::optional(began->second),
                   .ended_at = {},
                   .events = {},
                   .percent = bout->percent(),
                   .left = time_left(bout->record()),
                   .has_runner = bout->has_runner()});
  }
  return all;
}

}  // namespace arena
