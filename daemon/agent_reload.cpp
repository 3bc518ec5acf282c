// What an agent at work does about a reloaded configuration.

#include "daemon/agent_worker.hpp"
#include "daemon/secrets.hpp"

#include <utility>

namespace arena {

outbox_options show_options(const config::agent_settings& agent) {
  return {.limit = agent.events.limit,
          .window = agent.events.window,
          .keep_everything = agent.events.policy == config::event_policy::complete};
}

// The loops and the bout machine repeat calls themselves.
bouts::async_client agent_worker::made_client() const {
  return {transport_, bouts::credentials{agent_->api_key, agent_->api_token},
          bouts::client_options{.timeout = settings_.arena.timeout, .retry = bouts::retry_policy::none()}};
}

void agent_worker::adopt(std::shared_ptr<const config::agent_settings> agent) {
  const auto old = std::exchange(agent_, std::move(agent));
  redact_.reset();  // the next bout makes one of the new secrets; those at work have their own
  relay_.change(show_options(*agent_));
  ping_.change(agent_->ping_interval);
  poll_.change(agent_->poll_interval);
  if (old->api_key != agent_->api_key || old->api_token != agent_->api_token) {
    const auto clock = client_->clock();
    *client_ = made_client();
    if (clock) {
      client_->set_clock(*clock);
    }
    ping_.begin_anew(agent_->ping_interval);  // a refused key is no reason to wait with this one
    poll_.begin_anew(agent_->poll_interval);
  }
  unwanted_.clear();
  if (std::exchange(retired_, false)) {
    draining_ = false;
    done_.clear();  // what was left when it was retired may be begun now; the journal knows the others
  }
  places_.resize(agent_->concurrency);
  grant_places();
  enter_if_wanted();
  ping_anew_.set();
  poll_now_.set();
}

void agent_worker::retire() {
  retired_ = true;
  drain();
}

}  // namespace arena
