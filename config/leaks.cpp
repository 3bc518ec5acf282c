#include "config/leaks.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace arena::config {

namespace {

// Below this a secret (of a local arena, where any is taken) may stand in a text by accident.
constexpr std::size_t searched_length = 16;

using secrets = std::vector<std::string_view>;

bool holds_secret(std::string_view text, const secrets& all) {
  return std::ranges::any_of(all, [text](std::string_view secret) {
    return text == secret ||
           (secret.size() >= searched_length && text.find(secret) != std::string_view::npos);
  });
}

bool any_holds(const std::vector<std::string>& words, const secrets& all) {
  return std::ranges::any_of(words, [&all](const std::string& word) { return holds_secret(word, all); });
}

void check_agent(reader& r, const place& where, const agent_settings& agent, const secrets& all) {
  for (const auto& [name, value] : agent.env) {
    if (holds_secret(value, all)) {
      const auto env = where.key("env", *where.at->find("env"));
      r.complain(env.key(name, *env.at->find(name)), "holds a key of the arena; no agent gets it");
    }
  }
  for (std::size_t i = 0; i < agent.pass_env.size(); ++i) {
    const auto variable = r.around().environment.find(agent.pass_env[i]);
    if (variable != r.around().environment.end() && holds_secret(variable->second, all)) {
      const auto names = where.key("pass_env", *where.at->find("pass_env"));
      r.complain(names.item(i), variable->first + " holds a key of the arena; no agent gets it");
    }
  }
  if (any_holds(agent.command, all)) {
    r.complain(where.key("command", *where.at->find("command")),
               "holds a key of the arena; no agent gets it");
  }
  if (any_holds(agent.launcher, all)) {
    r.complain(where.key("launcher", *where.at->find("launcher")),
               "holds a key of the arena; no agent gets it");
  }
}

}  // namespace

void check_leaks(reader& r, const place& top, const settings& config) {
  secrets all;
  for (const auto& agent : config.agents) {
    for (const auto* secret : {&agent.api_key, &agent.api_token}) {
      if (!secret->empty()) {
        all.push_back(secret->reveal());
      }
    }
  }
  if (config.agents.empty()) {
    return;
  }
  const auto agents = top.key("agents", *top.at->find("agents"));
  for (std::size_t i = 0; i < config.agents.size(); ++i) {
    check_agent(r, agents.item(i), config.agents[i], all);
  }
}

}  // namespace arena::config
