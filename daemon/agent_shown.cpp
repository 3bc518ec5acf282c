// What others see of an agent at work, and may ask of it: the control API's part of the worker.

#include "daemon/agent_worker.hpp"

#include <utility>

namespace arena {

void agent_worker::cancel(const bouts::entry_id& entry) {
  if (const auto found = bouts_.find(entry); found != bouts_.end()) {
    log_.info("cancelling " + entry.str() + ": asked for over the control socket");
    found->second->cancel();
  }
}

control::agent_state agent_worker::state() const {
  return {.name = agent_->name,
          .id = agent_id_,
          .online = last_ping_.has_value() && ping_trouble_.empty(),
          .last_ping = last_ping_,
          .last_poll = last_poll_,
          .trouble = ping_trouble_.empty() ? poll_trouble_ : ping_trouble_,
          .window_used = relay_.window_used(),
          .window_limit = agent_->events.limit,
          .places = agent_->concurrency,
          .places_taken = static_cast<int>(places_.taken())};
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
                   .events = {}});
  }
  return all;
}

}  // namespace arena
