// A bout's record in its own run directory (`bout.json`): for whoever looks there, and for the day on which
// the journal is lost.
#pragma once

#include "core/base/error.hpp"
#include "core/bout/record.hpp"
#include "core/relay/checkpoint.hpp"
#include "daemon/run_directory.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace arena {

struct bout_note {
  std::string agent;  // its name in the configuration
  bout_record record;
};

// errc::io when it cannot be put on the disk.
bouts::status write_bout_note(const run_directory& directory, const bout_note& note);

// The place behind all that its outputs and its event log hold now.
output_position position_at_end(const run_directory& directory, int attempt);

struct found_notes {
  std::vector<bout_note> notes;
  std::vector<std::string> unreadable;  // names of run directories that say nothing that can be read
};
// Of all run directories below STATE/runs. Blocks.
found_notes find_bout_notes(const std::filesystem::path& state);

}  // namespace arena
