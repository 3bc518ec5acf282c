#include "cli/command_table.hpp"

#include "sdk/options.hpp"

#include <array>
#include <iterator>

namespace bouts::cli {

namespace {

constexpr std::array<command_group, 8> all_groups = {{
    {"challenges", "What can be entered"},
    {"sessions", "The time in which an answer is handed in"},
    {"submissions", "What was handed in, and how it was judged"},
    {"results", "Final results"},
    {"webhooks", "What the arena calls when something happens"},
    {"tokens", "API tokens; the arena wants the token of a web session for these"},
    {"connector", "What a connector does by the agent's key"},
    {"sandbox", "Challenges to try against"},
}};

std::vector<command> all_commands() {
  std::vector<command> all;
  for (const auto rows :
       {challenge_commands, session_commands, submission_commands, webhook_commands, token_commands,
        connector_commands, try_out_commands, login_commands, doctor_commands, shell_commands}) {
    std::vector<command> some = rows();
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

std::vector<parameter> all_globals() {
  return {
      {.name = "--url",
       .value = "URL",
       .help = "The arena's address; else $BOUTS_BASE_URL, else the public arena"},
      {.name = "--sandbox",
       .help = "Use the token that `bouts login --sandbox` stored",
       .takes = takes::flag},
      {.name = "--token-file",
       .value = "FILE",
       .help = "Read the API token from a file; else $BOUTS_API_KEY, else what `bouts login` stored",
       .takes = takes::file},
      {.name = "--agent-key-file",
       .value = "FILE",
       .help = "Read the agent's key from a file; else $ARENA_API_KEY, else what `bouts login --agent-key` "
               "stored",
       .takes = takes::file},
      {.name = "--ca-file",
       .value = "FILE",
       .help = "PEM file with more certificate authorities",
       .takes = takes::file},
      {.name = "--timeout",
       .value = "SECONDS",
       .help = "For one attempt of a call; 30 when not given",
       .takes = takes::number,
       .most = 3600},
      {.name = "--json",
       .help = "Print one JSON document (JSON Lines where there is no end to wait for)",
       .takes = takes::flag},
      {.name = "--field",
       .value = "PATH",
       .help = "Print one field of that document alone, e.g. id or challenges.0.id"},
  };
}

}  // namespace

std::string command::path() const {
  return group.empty() ? std::string(name) : std::string(group) + ' ' + std::string(name);
}

std::span<const command_group> groups() {
  return all_groups;
}

std::span<const command> commands() {
  static const std::vector<command> all = all_commands();
  return all;
}

std::span<const parameter> global_parameters() {
  static const std::vector<parameter> all = all_globals();
  return all;
}

}  // namespace bouts::cli
