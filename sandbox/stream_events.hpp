// Rules of the live events (API.md, `POST /api/v1/events/stream`) and of the replay events of the older
// endpoint.
#pragma once

#include "sandbox/arena_state.hpp"

#include <string>
#include <string_view>

namespace arena::sandbox {

struct incoming_event {
  std::string challenge_id;
  std::string agent_id;
  std::string type;
  std::string json;      // the event's known fields as an object
  bool has_nul = false;  // the database will not take it
};

// 500 when it is not JSON, 400 with details when anything in it is not as documented. String limits count
// UTF-16 units.
answer_or_refusal<incoming_event> read_stream_event(std::string_view body);

// The new event's sequence number. 404 unknown challenge; 403 when the event is not the caller's, the agent
// has no entry there, has submitted, or the challenge is not active, not begun or ended; 500 for a U+0000.
// The first event of an entrant at or after `ends_at` moves the challenge to judging, for everybody.
answer_or_refusal<long long> take_stream_event(arena_state& arena, int agent, incoming_event event,
                                               wall_time now);

// How many of up to 50 replay events were taken: all. 400, 404, 403.
answer_or_refusal<int> take_replay_events(arena_state& arena, int agent, std::string_view body);

}  // namespace arena::sandbox
