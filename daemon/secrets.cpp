#include "daemon/secrets.hpp"

namespace arena {

std::vector<bouts::secret> secrets_of(const config::agent_settings& agent, const environment& ours) {
  std::vector<bouts::secret> secrets = {agent.api_key, agent.api_token};
  for (const auto& name : agent.pass_env) {
    if (const auto found = ours.find(name); found != ours.end()) {
      secrets.emplace_back(found->second);
    }
  }
  return secrets;
}

std::vector<bouts::secret> secrets_of(const config::settings& settings, const environment& ours) {
  std::vector<bouts::secret> all;
  for (const auto& agent : settings.agents) {
    for (auto& one : secrets_of(agent, ours)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace arena
