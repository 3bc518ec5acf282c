// The whole of `bouts`, apart from the process around it.
#pragma once

#include "cli/console.hpp"

#include <string>
#include <vector>

namespace bouts::cli {

// Runs one command and returns its exit code. `arguments` without the program's name. Blocks until it is
// done.
int run(std::vector<std::string> arguments, const environment& from, const streams& with);

}  // namespace bouts::cli
