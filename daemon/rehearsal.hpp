// What a rehearsal is judged by: what the arena, the run directory and the requests say of it afterwards.
#pragma once

#include "daemon/check_table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arena {

struct rehearsal_facts {
  bool started = false;         // the agent was started at all
  int attempts = 0;             // how often
  int attempts_allowed = 1;     // `retries` and one
  int lists_repeated = 0;       // lists of assignments that named it twice
  int bouts = 0;                // that the daemon made of it
  bool killed_at_work = false;  // the daemon was killed while the agent worked; else after it
  std::string bout_state;       // as the daemon left it
  std::string reason;           // and why
  bool has_submission = false;  // at the arena
  std::string content_there;    // what the arena has …
  std::string content_here;     // … and what the agent answered
  int submission_requests = 0;  // with one key, of which the arena took one
  int faults_met = 0;           // requests that the weather hit
  int events = 0;               // taken by the arena
  int throttled = 0;            // event requests refused for coming too fast
  bool ended_in_time = false;
  std::string score;  // empty: not judged
};

// From the answers of `/_arena/entries?entry_id=…` and `/_arena/requests`. Unknown shapes leave the defaults.
void read_entry(std::string_view entries_json, rehearsal_facts& into);
void read_requests(std::string_view requests_json, rehearsal_facts& into);

// One row for each thing that a real bout would depend on.
std::vector<check_row> judge_rehearsal(const rehearsal_facts& facts);

}  // namespace arena
