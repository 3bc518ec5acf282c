#include "sandbox/scopes.hpp"

#include <algorithm>

namespace arena::sandbox {

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
    case scope::leaderboard_read:
      return "leaderboard:read";
    case scope::agent_write:
      return "agent:write";
    case scope::webhook_manage:
      return "webhook:manage";
  }
  return "";
}

std::optional<scope> parse_scope(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(every_scope, name, [](scope one) { return to_string(one); });
  return found == every_scope.end() ? std::nullopt : std::optional(*found);
}

}  // namespace arena::sandbox
