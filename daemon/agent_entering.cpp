// Bouts that an agent enters by itself.

#include "daemon/agent_worker.hpp"
#include "daemon/clock.hpp"

#include <algorithm>
#include <utility>

namespace arena {

entering_means agent_worker::means_to_enter() {
  return {.state_dir = settings_.state_dir,
          .variables = variables_,
          .client = *client_,
          .kept = journal_,
          .agent = [this] { return agent_; },
          .has_room = [this] { return has_room_to_enter(); },
          .begin = [this](bout_record record) { begin_entered(std::move(record)); }};
}

// An open session's clock runs: only with a place that is free at once.
bool agent_worker::has_room_to_enter() const {
  const auto most = static_cast<std::size_t>(std::min(agent_->concurrency, agent_->enter.at_most));
  return !draining_ && places_.waiting() == 0 && places_.taken() < most;
}

void agent_worker::begin_entered(bout_record record) {
  places_.take(record.assigned.entry_id);
  begin_bout(std::move(record));
}

}  // namespace arena
