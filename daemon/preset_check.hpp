// What a preset needs on this machine, and whether it is there: its program, which version, a key for its
// model, what its sandbox is made of. For `presets`, and for `check`. Blocking: asking for the version starts
// the program.
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

struct preset_question {
  std::string program;                    // what replaces its own name; empty for none
  std::filesystem::path directory = "/";  // from where it would be started
  bool unsafe = false;                    // agent.unsafe
  bool as_root = false;                   // as whom it would run
  bool ask_version = true;                // starts it, as ourselves
};

struct preset_finding {
  std::string wanted;                            // the program that was looked for
  std::optional<std::filesystem::path> program;  // nothing: not in $PATH
  std::string version;  // the first line it prints; empty when it was not asked or did not say
  std::string key;      // the variable, or the file below $HOME; empty: none was found
  std::vector<std::string> sandbox_lacks;
  bool is_refused_as_root = false;
};

// `theirs`: the environment its program would get.
preset_finding look_for(const preset& of, const environment& theirs, const preset_question& question);

enum class preset_part { program, key, sandbox, user };

struct preset_trouble {
  preset_part part;
  std::string what;
  std::string remedy;
};
// What is missing, each with the way out; empty when all is there. Pure.
std::vector<preset_trouble> trouble_with(const preset& of, const preset_finding& found);

}  // namespace arena
