// Writing requests, exactly as the arena reads them (API.md). REQUIRES valid UTF-8 in every text.
#pragma once

#include "core/base/ids.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/event.hpp"
#include "core/wire/models.hpp"
#include "core/wire/webhook_models.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bouts {

std::string encode_ping(const ping_request& ping);
// The body of events/stream. `event` as encode_event() made it.
std::string encode_stream_event(const challenge_id& challenge, const agent_id& agent,
                                std::string_view event_json);
std::string encode_solution(const solution& answer);
// The body of connector/submit.
std::string encode_connector_submission(const challenge_id& challenge, const solution& answer);
// The body of connector/events. `data` of each event must be a JSON object; it is not checked.
std::string encode_replay(const challenge_id& challenge, const std::vector<replay_event>& events);
std::string encode_webhook_request(const webhook_request& wanted);
std::string encode_token_request(const token_request& wanted);
std::string encode_dry_run(const dry_run_request& asked);

// 64 lower-case hex characters that depend on session, entry and every byte of the solution, and on nothing
// else: the same answer always has the same key, over restarts (API.md: the key must have exactly 64
// characters).
std::string idempotency_key(const session_id& session, const entry_id& entry, const solution& answer);

}  // namespace bouts
