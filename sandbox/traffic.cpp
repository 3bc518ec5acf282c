#include "sandbox/traffic.hpp"

#include "sandbox/limits.hpp"

#include <algorithm>
#include <utility>

namespace arena::sandbox {

traffic::traffic(int agents, bouts::milliseconds event_window)
    : event_window_(event_window), agents_(static_cast<std::size_t>(agents)) {}

void traffic::note_event(agent_pressure& agent, bouts::wall_time at) {
  ++agent.event_requests;
  agent.recent_events.push_back(at);
  while (at - agent.recent_events.front() >= event_window_) {
    agent.recent_events.pop_front();
  }
  agent.most_events_in_window = std::max(agent.most_events_in_window, agent.recent_events.size());
}

long long traffic::arrived(request_record what, bool is_event) {
  what.number = ++last_number_;
  if (is_event && what.agent) {
    note_event(agents_.at(static_cast<std::size_t>(*what.agent)), what.received_at);
  }
  kept_bytes_ += what.body.size();
  records_.push_back(std::move(what));
  while (records_.size() > limits::kept_requests || kept_bytes_ > limits::kept_request_bytes) {
    kept_bytes_ -= records_.front().body.size();
    records_.pop_front();
  }
  return last_number_;
}

void traffic::ended(long long number, int status) {
  // A record may have been dropped while its request was still being answered.
  if (records_.empty() || number < records_.front().number) {
    return;
  }
  request_record& record = records_[static_cast<std::size_t>(number - records_.front().number)];
  record.status = status;
  record.ended = true;
  ++counts_[record.endpoint][status];
  if (status == 429 && record.agent) {
    ++agents_.at(static_cast<std::size_t>(*record.agent)).rate_limited;
  }
}

}  // namespace arena::sandbox
