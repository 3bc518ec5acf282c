// What is different in a configuration that was read anew, and what of it can be taken over by a daemon at
// work. Pure.
#pragma once

#include "config/config.hpp"

#include <string>
#include <vector>

namespace arena::config {

struct changes {
  std::vector<std::string> added;  // agents, by name; an agent's name is its identity
  std::vector<std::string> removed;
  std::vector<std::string> changed;
  std::vector<std::string> live;     // "log.level", "shutdown", "retention"
  std::vector<std::string> in_vain;  // "arena.url": count after a restart only

  bool operator==(const changes&) const = default;
  // "agents: 1 added (a), 2 changed (b, c); shutdown; arena.url only after a restart", or "nothing has
  // changed".
  std::string describe() const;
};

changes compare(const settings& before, const settings& after);

// `after` with those settings that count after a restart only as they are in `before`.
settings taken_over(const settings& before, settings after);

}  // namespace arena::config
