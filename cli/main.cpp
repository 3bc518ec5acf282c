#include "cli/program.hpp"
#include "cli/secret_input.hpp"
#include "cli/terminal.hpp"

#include <sys/prctl.h>

#include <cstdlib>
#include <iostream>

namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string config_directory() {
  if (const std::string given = variable("XDG_CONFIG_HOME"); given.starts_with('/')) {
    return given + "/bouts";  // others are to be ignored (XDG Base Directory Specification)
  }
  const std::string home = variable("HOME");
  return home.empty() ? home : home + "/.config/bouts";
}

bouts::cli::environment read_environment() {
  return {.base_url = variable("BOUTS_BASE_URL"),
          .token = variable("BOUTS_API_KEY"),
          .agent_key = variable("ARENA_API_KEY"),
          .webhook_secret = variable("BOUTS_WEBHOOK_SECRET"),
          .config_directory = config_directory(),
          .no_color = !variable("NO_COLOR").empty(),
          .proxy = bouts::read_proxy_environment()};
}

}  // namespace

int main(int count, char** values) {
  using namespace bouts::cli;
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0,
          0);  // keys are in no core file, nor in /proc for the user's other programs
  const environment from = read_environment();
  streams with{.in = std::cin, .out = std::cout, .err = std::cerr};
  with.columns = columns_of_output(variable("COLUMNS"));
  with.progress = is_terminal(descriptor_of::error);
  if (is_terminal(descriptor_of::input)) {
    with.ask_secret = [](std::string_view prompt) {
      return ask_on_terminal(static_cast<int>(descriptor_of::input), prompt);
    };
  }
  return run({values + 1, values + count}, from, with);
}
