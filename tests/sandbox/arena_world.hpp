// An arena for tests of its rules: two agents, hand-made times, no sockets.
#pragma once

#include "sandbox/service.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace arena::sandbox::test {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// 2026-03-22T10:00:00Z
inline constexpr wall_time start{std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + hours(10)};

// Two agents, judging 10 s after a submission.
arena_options two_agents();

struct world {
  explicit world(const arena_options& options = two_agents());

  service all;
  arena_state& arena = all.arena;

  // A challenge of production with a limit of 60 minutes, from `start` to two hours later.
  challenge& add_challenge();
  challenge& add_challenge(challenge draft);
  entry& assign_to(int agent, const challenge& which, wall_time now = start);
  // As the agent's token would.
  caller production(int agent = 0) const { return {agent, environment::production, scope_set::all()}; }
  caller sandboxed(int agent = 0) const { return {agent, environment::sandbox, scope_set::all()}; }

  // Through the whole service; fails the test when the connection would be closed without an answer.
  answer ask(request in, wall_time now = start);
  // The same, with the right credential of agent 0 for the path.
  answer ask(std::string method, std::string target, std::string body = {}, wall_time now = start);
};

// The body as JSON; fails the test (and gives null) when it is none.
boost::json::value body_of(const answer& from);
// The value at a JSON pointer of the body; null when there is none.
boost::json::value at(const answer& from, std::string_view pointer);
std::string text_at_pointer(const answer& from, std::string_view pointer);
// Of the first header with this name; nothing without one.
std::optional<std::string> header_of(const answer& from, std::string_view name);

// A whole events/stream body of agent 0 with these members added to type and timestamp.
std::string event_body(const world& in, const challenge& of, std::string_view type = "thinking",
                       boost::json::object more = {});

// A request with this bearer token, an idempotency key and no agent key.
request with_bearer(std::string method, std::string target, const std::string& token, std::string body = {});
// That it is refused with this status and code, in the resources' shape.
void expect_error(const answer& given, int status, std::string_view code);

std::string key_of_64(char fill = 'a');

}  // namespace arena::sandbox::test
