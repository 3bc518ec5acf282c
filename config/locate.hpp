// Which file is the configuration (CONFIG.md's order).
#pragma once

#include "config/load.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace arena::config {

struct found_file {
  std::string name;  // as it was named, for messages
  std::string path;  // absolute
  std::string text;
};

// --config, else $ARENA_CONFIG: a problem when it cannot be read. Else the first of default_files() that can
// be; nothing when there is none.
std::expected<std::optional<found_file>, problem> locate(const flags& given, const surroundings& around);

// As root /etc/arena-connect/config.yaml; as a service (systemd set a directory for it) that, then the user's
// own; else the user's own, $XDG_CONFIG_HOME/arena-connect/config.yaml. Last arena.json in the current
// directory.
std::vector<std::string> default_files(const surroundings& around);

// What CONFIG.md says for them where the configuration says nothing. Nothing when the environment has no
// place.
std::optional<std::string> default_state_dir(const surroundings& around);
std::optional<std::string> default_socket(const surroundings& around);

}  // namespace arena::config
