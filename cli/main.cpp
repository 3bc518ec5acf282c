#include "cli/program.hpp"

#include <cstdlib>
#include <iostream>

namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

int main(int count, char** values) {
  const bouts::cli::environment from{.base_url = variable("BOUTS_BASE_URL"),
                                     .token = variable("BOUTS_API_KEY"),
                                     .agent_key = variable("ARENA_API_KEY"),
                                     .proxy = bouts::read_proxy_environment()};
  const bouts::cli::streams with{.in = std::cin, .out = std::cout, .err = std::cerr};
  return bouts::cli::run({values + 1, values + count}, from, with);
}
