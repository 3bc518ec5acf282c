// What an operator can type. Each command is a function from its options to an exit code; main.cpp reads the
// words.
#pragma once

#include "config/load.hpp"
#include "daemon/exit_codes.hpp"

#include <cstddef>
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

// The coding agents that are known by name, and what of each is on this machine.
exit_code presets_command(bool json);

// The commands that speak with a running daemon over its control socket.
struct control_options {
  config::flags given;                // for the configuration that names the socket
  std::optional<std::string> socket;  // --socket
};
struct listing_options {
  bool json = false;  // as the daemon says it
  std::optional<std::string> agent;
  std::size_t limit = 20;
};
struct log_options {
  std::string entry;
  bool follow = false;
  bool err = false;
  bool events = false;
  std::optional<std::size_t> tail;
};
// What the daemon and its agents are doing.
exit_code status_command(const control_options& to, const listing_options& options);
// Bouts that have ended, with their scores.
exit_code history_command(const control_options& to, const listing_options& options);
// What the agent printed, or its events; with `follow` until the bout ends.
exit_code logs_command(const control_options& to, const log_options& options);
// Says nothing when the daemon is well: for whoever restarts it when it is not.
exit_code health_command(const control_options& to);
// Comes back when the bout was told to stop.
exit_code cancel_command(const control_options& to, const std::string& entry);
// Hands in again: the answer in `file`, or the one that was kept.
exit_code resubmit_command(const control_options& to, const std::string& entry,
                           const std::optional<std::string>& file);

}  // namespace arena
