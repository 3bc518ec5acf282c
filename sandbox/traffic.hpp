// What the arena saw: the last requests, counts by endpoint and status, and for each agent how hard it
// pressed. Memory is bounded (limits::kept_requests, limits::kept_request_bytes). Credentials are never kept.
#pragma once

#include "core/base/time.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

struct request_record {
  long long number = 0;  // from 1, in order of arrival
  bouts::wall_time received_at{};
  std::string method;
  std::string path;      // with the query
  std::string endpoint;  // "POST /api/v1/sessions/:id/submissions", or "unknown"
  std::optional<int> agent;
  std::string body;  // whole for events and submissions, else its beginning
  std::size_t body_bytes = 0;
  int status = 0;      // 0: no answer, or not yet
  bool ended = false;  // answered or cut
};

struct agent_pressure {
  long long event_requests = 0;
  long long rate_limited = 0;  // 429 answers, of any endpoint
  std::size_t most_events_in_window = 0;
  std::deque<bouts::wall_time> recent_events;  // within one window of the last
};

class traffic {
 public:
  // `event_window`: real length of the arena's 60 s.
  traffic(int agents, bouts::milliseconds event_window);

  // Writes the arrival down; `number` of `what` is given here and returned. `is_event`: a request to the
  // event stream.
  long long arrived(request_record what, bool is_event);
  // `status` 0: the connection was closed without an answer.
  void ended(long long number, int status);

  const std::deque<request_record>& records() const noexcept { return records_; }  // oldest first
  // By endpoint, then by status; 0 stands for "no answer".
  const std::map<std::string, std::map<int, long long>>& counts() const noexcept { return counts_; }
  const agent_pressure& of(int agent) const { return agents_.at(static_cast<std::size_t>(agent)); }
  bouts::milliseconds event_window() const noexcept { return event_window_; }

 private:
  void note_event(agent_pressure& agent, bouts::wall_time at);

  bouts::milliseconds event_window_;
  std::vector<agent_pressure> agents_;
  std::deque<request_record> records_;
  std::size_t kept_bytes_ = 0;
  long long last_number_ = 0;
  std::map<std::string, std::map<int, long long>> counts_;
};

}  // namespace arena::sandbox
