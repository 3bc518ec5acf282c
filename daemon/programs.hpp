// Finding and starting the programs that belong to this one.
#pragma once

#include "core/base/error.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

// NAME -> value.
using environment = std::map<std::string, std::string>;

// The program of that name beside this one, else in $PATH. errc::spawn, naming it, when there is none.
bouts::result<std::filesystem::path> find_program(const std::string& name);

// What the runner's execvpe() would start by that word of a command line, from that working directory with
// that $PATH. Nothing when there is no file that this process may execute.
std::optional<std::filesystem::path> find_command(const std::string& word,
                                                  const std::filesystem::path& directory,
                                                  std::string_view path);
// The $PATH of those variables, or what stands in when they have none.
std::string path_in(const environment& variables);

struct spawn_request {
  std::filesystem::path program;
  std::vector<std::string> arguments;  // without the program itself
  environment variables;               // exactly these
  int in = -1;                         // a descriptor for its standard input; -1: /dev/null
  int out = -1;                        // a descriptor for its standard output; -1: /dev/null
  std::filesystem::path error_log;     // a file for its standard error, created anew; empty: ours
};

// Starts it with no signal blocked or ignored, and none of our descriptors but
// those named. Its process id, which the caller must reap; errc::spawn otherwise.
bouts::result<int> spawn(const spawn_request& request);

}  // namespace arena
