// How the output of one agent is read, by its settings: the dialect of its program, and its working
// directory.
#pragma once

#include "config/config.hpp"
#include "core/agent/dialect.hpp"
#include "core/agent/output.hpp"
#include "core/agent/preset.hpp"
#include "daemon/run_directory.hpp"
#include "daemon/work_tree.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace arena {

struct agent_reading {
  std::unique_ptr<dialect> of_stdout;  // null: auto
  std::optional<dialect_kind> kind;    // of it, where it has a name
  std::optional<work_tree> tree;       // watched, and handed in: with a preset
  std::filesystem::path directory;     // where the agent works
  std::vector<std::string> files;      // patterns of what is handed in from there (submit.files)
  std::optional<std::uint32_t> owner;  // of its files: the user it runs as, where that is not ours
};

agent_reading reading_of(const config::agent_settings& agent, const run_directory& directory);

// Where an agent of these settings is started.
std::filesystem::path working_directory(const config::agent_settings& agent, const run_directory& directory);

// The preset that is named; null when none is. REQUIRES a checked configuration.
const preset* preset_of(const config::agent_settings& agent);

// Adds what is in the agent's files to its answer, which may be none; not to one that names files itself.
answer_files add_files(work_tree& tree, std::optional<found_solution>& solution);
// Adds the files of the tree that match a pattern to the answer, which may be none; the answer's own
// come first.
answer_files add_matching(work_tree& tree, const std::vector<std::string>& patterns,
                          std::optional<found_solution>& solution);

}  // namespace arena
