// What an operator can type. Each command is a function from its options to an exit code; main.cpp reads the
// words.
#pragma once

#include "config/load.hpp"
#include "daemon/exit_codes.hpp"

#include <optional>
#include <string>

namespace arena {

// The daemon.
exit_code run_command(const config::flags& given);

struct test_options {
  config::flags given;
  std::optional<std::string> agent_name;  // which one of the configuration; else the first
};
// One made-up challenge through the agent: nothing goes over the network.
exit_code test_command(const test_options& options);

struct demo_options {
  std::optional<std::string> agent_command;  // else the bundled example agent
  bool keep = false;                         // keep the state directory and say where it is
};
// Local arena, daemon and agent in one go, to the score.
exit_code demo_command(const demo_options& options);

}  // namespace arena
