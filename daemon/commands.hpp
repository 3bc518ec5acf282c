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

struct check_options {
  config::flags given;
  bool json = false;
  bool offline = false;  // ask nothing of the network
};
// Whether all is there that a bout needs: a table with what to do about what is not, then the configuration
// in force.
exit_code check_command(const check_options& options);

struct test_options {
  config::flags given;
  std::optional<std::string> agent_name;      // which one of the configuration; else the first
  std::optional<std::string> challenge_file;  // else a made-up one
  std::optional<std::string> timeout;         // "90s": how long the agent may take; else 5 minutes
};
// One challenge through the agent: nothing goes over the network.
exit_code test_command(const test_options& options);
// The agent, and this daemon, through a whole bout against a local arena in bad weather, with a `kill -9` of
// the daemon in the middle; ends in a table of what went well.
exit_code rehearse_command(const test_options& options);

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
// The same again and again, each second, until stopped or until the daemon is gone.
exit_code watch_command(const control_options& to);
// Bouts that have ended, with their scores.
exit_code history_command(const control_options& to, const listing_options& options);
// What the agent printed, or its events; with `follow` until the bout ends.
exit_code logs_command(const control_options& to, const log_options& options);
// Says nothing when the daemon is well: for whoever restarts it when it is not.
exit_code health_command(const control_options& to);
// Comes back when the bout was told to stop.
exit_code cancel_command(const control_options& to, const std::string& entry);
struct drain_options {
  std::optional<std::string> agent;  // else all
  bool wait = false;                 // until no bout is at work any more
};
// No new bouts; what runs goes on.
exit_code drain_command(const control_options& to, const drain_options& options);
// New bouts again.
// Prints what has changed; every problem of the configuration when nothing has.
exit_code reload_command(const control_options& to);
exit_code resume_command(const control_options& to, const std::optional<std::string>& agent);
// Hands in again: the answer in `file`, or the one that was kept.
exit_code resubmit_command(const control_options& to, const std::string& entry,
                           const std::optional<std::string>& file);

}  // namespace arena
