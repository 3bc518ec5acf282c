// The coding agents that are known by name: how each is run without a person, what it needs, and in which
// dialect it speaks (docs/agents.md). A new one is an entry in the table of preset.cpp. Pure.
#pragma once

#include "core/agent/dialect.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

// In arguments and variables, {workdir} {seconds} {prompt_file} stand for what the bout has.
struct preset {
  std::string_view name;   // "claude-code", as in agent.preset
  std::string_view title;  // "Claude Code"
  dialect_kind dialect;
  std::string_view program;                  // found in $PATH
  std::vector<std::string_view> subcommand;  // directly behind the program
  std::vector<std::string_view> arguments;   // always
  std::vector<std::string_view> careful;     // without agent.unsafe
  std::vector<std::string_view> unsafe;      // with it: asks nobody and keeps to no sandbox
  std::vector<std::pair<std::string_view, std::string_view>> variables;  // set, unless the owner sets them
  std::vector<std::string_view> passed;                                  // passed on from our own environment
  std::vector<std::string_view> keys;                // one of these is enough; they are passed on as well
  std::vector<std::string_view> logins;              // or one of these files below $HOME
  std::string_view install;                          // how one gets it
  std::string_view success;                          // how it is judged, in words
  std::vector<std::string_view> sandbox_needs = {};  // programs in $PATH; without them it runs no commands
  bool refuses_root = false;                         // with agent.unsafe it does not run as root
  bool prompt_on_stdin = true;                       // else it is told the file: {prompt_file}
};

const std::vector<preset>& all_presets();
const preset* find_preset(std::string_view name) noexcept;

struct preset_facts {
  std::string workdir;
  std::string prompt_file;
  long seconds = 0;  // until the deadline
};

// The command line. The first word of `command` replaces the program, what follows is put before the preset's
// own arguments; an empty one changes nothing.
std::vector<std::string> command_of(const preset& of, const std::vector<std::string>& command, bool unsafe,
                                    const preset_facts& facts);

// Why a run that ended by itself with that code has failed by the program's own account; empty when it has
// not, as far as the stream tells. With code 0 and a stream that never says that it is done it has.
std::string own_failure(const run_report& report, std::optional<dialect_kind> kind, int exit_code);

}  // namespace arena
