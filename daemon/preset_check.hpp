// What a preset needs on this machine, and whether it is there: its program, which version, and a key for its
// model. For `presets`, and for whoever checks a configuration. Blocking: asking for the version starts the
// program.
#pragma once

#include "core/agent/preset.hpp"
#include "daemon/programs.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace arena {

inline constexpr std::chrono::seconds version_patience{10};

struct preset_finding {
  std::optional<std::filesystem::path> program;  // nothing: not in $PATH
  std::string version;  // the first line it prints; empty when it was not asked or did not say
  std::string key;      // the variable, or the file below $HOME; empty: none was found
};

// `theirs`: the environment its program would get. `program`: what replaces its own name; empty for none.
preset_finding look_for(const preset& of, const std::string& program, const environment& theirs,
                        bool ask_version);

// What is missing, each with the way out; empty when all is there. Pure.
std::vector<std::string> trouble_with(const preset& of, const preset_finding& found);

}  // namespace arena
