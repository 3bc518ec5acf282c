// From the command line to a command and its values, by the table.
#pragma once

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/values.hpp"

#include <expected>
#include <string>
#include <vector>

namespace bouts::cli {

struct parsed {
  const command* chosen;
  values given;  // the global ones too
};

// Help and version are printed to `with.out`, what is wrong on one line to `with.err`; then the exit code
// comes back in place of a command. `arguments` without the program's name.
std::expected<parsed, int> parse(std::vector<std::string> arguments, const streams& with);

// Why `text` cannot be the value of such a parameter; empty when it can. Pure.
std::string trouble_with(const parameter& one, const std::string& text);

// On one line, as errors are printed.
std::string one_line(std::string text);

}  // namespace bouts::cli
