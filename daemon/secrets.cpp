#include "daemon/secrets.hpp"

#include "config/secret_names.hpp"
#include "daemon/agent_reading.hpp"

namespace arena {

namespace {

void add_secret_ones(std::vector<bouts::secret>& to, const environment& variables) {
  for (const auto& [name, value] : variables) {
    if (config::sounds_secret(name)) {
      to.emplace_back(value);
    }
  }
}

}  // namespace

std::vector<bouts::secret> secrets_of(const config::agent_settings& agent, const environment& ours) {
  std::vector<bouts::secret> secrets = {agent.api_key, agent.api_token};
  for (const auto& name : agent.pass_env) {
    if (const auto found = ours.find(name); found != ours.end()) {
      secrets.emplace_back(found->second);
    }
  }
  if (const auto* of = preset_of(agent)) {
    for (const auto name : of->keys) {
      if (const auto found = ours.find(std::string(name)); found != ours.end()) {
        secrets.emplace_back(found->second);
      }
    }
  }
  secrets.insert(secrets.end(), agent.referred.begin(), agent.referred.end());
  add_secret_ones(secrets, agent.env);
  if (agent.pass_whole_environment) {
    add_secret_ones(secrets, ours);
  }
  return secrets;
}

std::vector<bouts::secret> secrets_of(const config::settings& settings, const environment& ours) {
  auto all = settings.referred;
  all.push_back(settings.control.pull_token);
  for (const auto& agent : settings.agents) {
    for (auto& one : secrets_of(agent, ours)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

std::vector<std::string> redacted_patterns(const config::settings& settings) {
  std::vector<std::string> all;
  for (const auto& agent : settings.agents) {
    all.insert(all.end(), agent.events.redact.begin(), agent.events.redact.end());
  }
  return all;
}

}  // namespace arena
