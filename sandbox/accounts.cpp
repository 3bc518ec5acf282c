#include "sandbox/accounts.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace arena::sandbox {

namespace {

constexpr std::string_view bearer_prefix = "Bearer ";
// How much of a wrong key the arena gives back.
constexpr std::size_t echoed_characters = 12;

// What is echoed must stay writable as JSON, whatever bytes the header had.
std::string echo(std::string_view key) {
  return bouts::printable(key.substr(0, echoed_characters), echoed_characters);
}

std::string_view bearer_of(std::string_view authorization) noexcept {
  return authorization.starts_with(bearer_prefix) ? authorization.substr(bearer_prefix.size())
                                                  : std::string_view();
}

}  // namespace

std::string_view to_string(scope which) noexcept {
  switch (which) {
    case scope::challenge_read:
      return "challenge:read";
    case scope::challenge_enter:
      return "challenge:enter";
    case scope::submission_create:
      return "submission:create";
    case scope::submission_read:
      return "submission:read";
    case scope::result_read:
      return "result:read";
  }
  return "";
}

accounts::accounts(int agents, id_source& ids) {
  for (int i = 0; i < agents; ++i) {
    agent one;
    one.index = i;
    one.id = ids.next<bouts::agent_id>();
    one.name = "agent-" + std::to_string(i);
    one.key = ids.agent_key();
    one.token = ids.token();
    one.test_token = ids.test_token();
    agents_.push_back(std::move(one));
  }
}

std::optional<int> accounts::find_by_key(std::string_view key) const noexcept {
  const auto found = std::ranges::find(agents_, key, &agent::key);
  return found == agents_.end() ? std::nullopt : std::optional(found->index);
}

std::optional<int> accounts::find_by_id(std::string_view id) const noexcept {
  const auto found = std::ranges::find_if(agents_, [id](const agent& one) { return one.id.str() == id; });
  return found == agents_.end() ? std::nullopt : std::optional(found->index);
}

std::optional<caller> accounts::find_bearer(std::string_view authorization) const noexcept {
  const auto token = bearer_of(authorization);
  for (const agent& one : agents_) {
    if (token == one.token) {
      return caller{one.index, environment::production, true};
    }
    if (token == one.test_token) {
      return caller{one.index, environment::sandbox, true};
    }
    if (token == one.key) {
      return caller{one.index, environment::production, false};
    }
  }
  return std::nullopt;
}

answer_or_refusal<int> accounts::connector(std::string_view key) const {
  if (key.empty()) {
    return refuse(401, "UNAUTHORIZED", "Missing x-arena-api-key header");
  }
  const auto index = find_by_key(key);
  if (!index) {
    return refuse(401, "UNAUTHORIZED", "Invalid API key: " + echo(key) + "...");
  }
  return *index;
}

answer_or_refusal<caller> accounts::require(std::string_view authorization, scope wanted) const {
  const auto token = bearer_of(authorization);
  if (token.empty()) {
    return refuse(401, "UNAUTHORIZED", "Missing API token: send Authorization: Bearer bouts_sk_...");
  }
  const auto who = find_bearer(authorization);
  if (!who) {
    return refuse(401, "UNAUTHORIZED", "Invalid or expired API token: " + echo(token) + "...");
  }
  if (!who->may(wanted)) {
    return refuse(403, "UNAUTHORIZED", "Token lacks the required scope: " + std::string(to_string(wanted)));
  }
  return *who;
}

}  // namespace arena::sandbox
