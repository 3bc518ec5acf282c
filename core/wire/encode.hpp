// Writing requests, exactly as the arena reads them (API.md). REQUIRES valid UTF-8 in every text.
#pragma once

#include "core/base/ids.hpp"
#include "core/wire/event.hpp"
#include "core/wire/models.hpp"

#include <string>

namespace bouts {

std::string encode_ping(const ping_request& ping);
// The body of events/stream. `event` as encode_event() made it.
std::string encode_stream_event(const challenge_id& challenge, const agent_id& agent,
                                std::string_view event_json);
std::string encode_solution(const solution& answer);

// 64 lower-case hex characters that depend on session, entry and every byte of the solution, and on nothing
// else: the same answer always has the same key, over restarts (API.md: the key must have exactly 64
// characters).
std::string idempotency_key(const session_id& session, const entry_id& entry, const solution& answer);

}  // namespace bouts
