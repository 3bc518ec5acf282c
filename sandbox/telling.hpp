// From what happens in the arena to the requests that tell of it. Pure: delivering.hpp makes the requests.
#pragma once

#include "sandbox/arena_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::sandbox {

// A request that the arena makes itself: one attempt of a delivery. POST, JSON.
struct outgoing_request {
  long long delivery = 0;  // its number
  std::string url;
  std::vector<http_header> headers;
  std::string body;
  milliseconds timeout{0};  // real time, for the whole of it
};

// Makes deliveries of all that has happened up to `now`: one for each active webhook that asks for the event,
// is of the same environment and was there already, whosever it is (API.md, observed).
void tell(arena_state& arena, wall_time now);

// When there is something to do for tell() or take_due_attempts(); nothing: not before something happens.
std::optional<wall_time> next_telling(const arena_state& arena) noexcept;

// The attempts that have to be made now, at most so many. Each is to be ended with deliveries::concluded().
std::vector<outgoing_request> take_due_attempts(arena_state& arena, std::size_t most, wall_time now);

// Makes a test delivery of the type "webhook.test" due; its number.
long long send_test(arena_state& arena, const webhook& to, wall_time now);

// "sha256=<hex>" over the body: keyed as the service was seen to, with the lower-case hex of the secret's
// SHA-256, or as documented with the secret itself.
std::string signature_of(std::string_view secret, std::string_view body, contract as);

}  // namespace arena::sandbox
