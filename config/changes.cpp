#include "config/changes.hpp"

#include "config/problems.hpp"

#include <algorithm>

namespace arena::config {

namespace {

const agent_settings* find_agent(const settings& in, const std::string& name) {
  const auto found = std::ranges::find(in.agents, name, &agent_settings::name);
  return found == in.agents.end() ? nullptr : &*found;
}

void compare_agents(const settings& before, const settings& after, changes& found) {
  for (const auto& agent : after.agents) {
    const auto* old = find_agent(before, agent.name);
    if (old == nullptr) {
      found.added.push_back(agent.name);
    } else if (*old != agent) {
      found.changed.push_back(agent.name);
    }
  }
  for (const auto& agent : before.agents) {
    if (find_agent(after, agent.name) == nullptr) {
      found.removed.push_back(agent.name);
    }
  }
}

}  // namespace

changes compare(const settings& before, const settings& after) {
  changes found;
  compare_agents(before, after, found);
  const auto note = [](std::vector<std::string>& in, const char* name, bool differs) {
    if (differs) {
      in.emplace_back(name);
    }
  };
  note(found.live, "log.level", before.log.level != after.log.level);
  note(found.live, "shutdown", before.shutdown != after.shutdown);
  note(found.live, "retention", before.retention != after.retention);
  note(found.in_vain, "arena.url", before.arena.url != after.arena.url);
  note(found.in_vain, "arena.ca_file", before.arena.ca_file != after.arena.ca_file);
  note(found.in_vain, "arena.proxy", before.arena.proxy != after.arena.proxy);
  note(found.in_vain, "arena.timeout", before.arena.timeout != after.arena.timeout);
  note(found.in_vain, "state_dir", before.state_dir != after.state_dir);
  note(found.in_vain, "control", before.control != after.control);
  note(found.in_vain, "log.format", before.log.format != after.log.format);
  return found;
}

settings taken_over(const settings& before, settings after) {
  after.arena = before.arena;
  after.state_dir = before.state_dir;
  after.control = before.control;
  after.log.format = before.log.format;
  return after;
}

std::string changes::describe() const {
  std::vector<std::string> parts;
  const auto tell = [&parts](const std::vector<std::string>& names, const char* what) {
    if (!names.empty()) {
      parts.push_back(std::to_string(names.size()) + (names.size() == 1 ? " agent " : " agents ") + what +
                      " (" + joined(names) + ")");
    }
  };
  tell(added, "added");
  tell(removed, "removed");
  tell(changed, "changed");
  parts.insert(parts.end(), live.begin(), live.end());
  if (!in_vain.empty()) {
    parts.push_back(joined(in_vain) + " only after a restart");
  }
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : "; ") + part;
  }
  return text.empty() ? "nothing has changed" : text;
}

}  // namespace arena::config
