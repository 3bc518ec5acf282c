// The whole of `bouts`, apart from the process around it.
#pragma once

#include "sdk/transport.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace bouts::cli {

// What is taken from the environment. Keys come from here alone: an argument is seen by everybody on the
// machine.
struct environment {
  std::string base_url;   // BOUTS_BASE_URL
  std::string token;      // BOUTS_API_KEY
  std::string agent_key;  // ARENA_API_KEY
  proxy_environment proxy;
};

struct streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

// Runs one command and returns its exit code. `arguments` without the program's name. Blocks until it is
// done.
int run(std::vector<std::string> arguments, const environment& from, streams with);

}  // namespace bouts::cli
