// The solution that the options name: its content, and the files beside it.
#pragma once

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/values.hpp"
#include "core/base/error.hpp"
#include "core/wire/models.hpp"

#include <string>
#include <vector>

namespace bouts::cli {

// `path` "" or "-" means `in`. errc::io when it cannot be read, too_large beyond what the arena takes
// (API.md: 100,000 bytes), invalid when it is empty or no UTF-8 text without NUL.
result<std::string> read_content(const std::string& path, std::istream& in);

// --content, else --file, else standard input; and each --attach under the path that it is named by.
// errc::invalid also for --content together with --file.
result<solution> read_solution(const console& here, const values& given);

// Of the commands that take a solution.
std::vector<parameter> solution_parameters();

}  // namespace bouts::cli
