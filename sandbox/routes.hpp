// The arena's endpoints: which path and method lead to which rule. Handlers are pure functions of state,
// request and time; they answer, or refuse and leave the shape of the refusal to the endpoint's family.
#pragma once

#include "sandbox/arena_state.hpp"
#include "sandbox/http_message.hpp"

#include <span>
#include <string>
#include <string_view>

namespace arena::sandbox {

struct call {
  const request& in;
  target_parts target;
  std::string id;  // what stands in the pattern's ":id"; empty without one
  wall_time now;
};

// Which of the two error shapes an endpoint has.
enum class family : std::uint8_t { connector, resource };

struct route {
  std::string_view method;
  std::string_view pattern;  // at most one ":id" segment
  family kind;
  answer_or_refusal<answer> (*run)(arena_state&, const call&);
};

std::span<const route> connector_routes() noexcept;
std::span<const route> challenge_routes() noexcept;
std::span<const route> session_routes() noexcept;
std::span<const route> submission_routes() noexcept;
std::span<const route> dry_run_routes() noexcept;
std::span<const route> webhook_routes() noexcept;
std::span<const route> token_routes() noexcept;

// What is answered to a webhook's test once its delivery has ended, or as things stand now.
answer answer_to_test(arena_state& arena, long long number);

struct route_match {
  const route* found = nullptr;  // null when no endpoint has this path and method …
  bool path_known = false;       // … though one with another method may have the path
  std::string id;
};
route_match find_route(std::string_view method, std::string_view path);

// "POST /api/v1/sessions/:id/submissions", or "unknown".
std::string endpoint_name(const route_match& match);
// The refusal in the endpoint's shape.
answer shape_refusal(arena_state& arena, const route_match& match, refusal why);

// The arena's answer to any request outside of the control endpoints: also 308, 404 and 405.
answer serve(arena_state& arena, const request& in, wall_time now);

// 429 in the arena's words.
std::unexpected<refusal> refuse_rate_limited();

}  // namespace arena::sandbox
