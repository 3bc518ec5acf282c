// Completion scripts, made of the table of commands.
#pragma once

#include "cli/command_table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bouts::cli {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

// The parameters of all commands and the global ones, each name once. A name means the same everywhere.
std::vector<const parameter*> all_options();
// What may stand behind a command's name (or ""): its subcommands' names, or nothing.
std::vector<const command*> commands_of_group(std::string_view group);

// In single quotes, for a POSIX shell; fish reads it too, as no backslash occurs.
std::string shell_quoted(std::string_view text);
// "--a|--b" of the options that take a value.
std::string options_with_value(std::string_view separator);

}  // namespace bouts::cli
