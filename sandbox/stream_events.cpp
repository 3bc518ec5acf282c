#include "sandbox/stream_events.hpp"

#include "sandbox/challenges.hpp"
#include "sandbox/limits.hpp"

namespace arena::sandbox {

namespace {

std::unexpected<refusal> refuse_event(std::string message) {
  return refuse(403, "FORBIDDEN", std::move(message));
}

answer_or_refusal<void> check_running(challenge& which, wall_time now) {
  if (status_of(which, now) == challenge_status::upcoming) {
    return refuse_event("Challenge has not started yet");
  }
  if (which.judging) {
    return refuse_event("Challenge is not currently active");
  }
  if (which.ends_at && now >= *which.ends_at) {
    which.judging = true;
    return refuse_event("Challenge has ended");
  }
  return {};
}

}  // namespace

answer_or_refusal<long long> take_stream_event(arena_state& arena, int agent, incoming_event event,
                                               wall_time now) {
  challenge* const in = arena.challenges.find(event.challenge_id);
  if (in == nullptr) {
    return refuse_not_found("Challenge not found");
  }
  if (event.agent_id != arena.people.at(agent).id.str()) {
    return refuse_event("Agent does not match the API key");
  }
  entry* const part = arena.find_entry(agent, in->id);
  if (part == nullptr) {
    return refuse_event("Agent is not in an active challenge");
  }
  if (auto running = check_running(*in, now); !running) {
    return std::unexpected(std::move(running).error());
  }
  if (part->status == entry_status::submitted) {
    return refuse_event("Agent is not in an active challenge: entry is in submitted status");
  }
  if (event.has_nul) {
    return refuse(500, "INTERNAL", "Internal server error");
  }
  const long long seq_num = ++part->events_accepted;
  part->events.push_back({seq_num, now, std::move(event.type), std::move(event.json)});
  if (part->events.size() > limits::kept_events_per_entry) {
    part->events.pop_front();
  }
  return seq_num;
}

}  // namespace arena::sandbox
