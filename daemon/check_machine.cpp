// What a check can say without the network.

#include "daemon/agent_environment.hpp"
#include "daemon/check.hpp"
#include "daemon/files.hpp"
#include "daemon/system_user.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

namespace arena {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t least_room_bytes = 100 * 1024 * 1024;

check_row command_row(const config::agent_settings& agent, const std::string& word, const char* subject,
                      const environment& ours) {
  const fs::path directory = agent.workdir.empty() ? fs::path("/") : fs::path(agent.workdir);
  if (const auto found = find_command(word, directory, path_in(chosen_environment(agent, ours)))) {
    return {.mark = check_mark::good, .agent = agent.name, .subject = subject, .found = found->string()};
  }
  std::error_code ec;
  const bool is_there = word.find('/') != std::string::npos && fs::exists(directory / word, ec);
  return {.mark = check_mark::failed,
          .agent = agent.name,
          .subject = subject,
          .found = is_there ? "'" + word + "' is not executable"
                            : "'" + word + "' is not found, from " + directory.string() + " or in PATH",
          .remedy = is_there ? "chmod +x, or put the interpreter before it: [python3, " + word + "]"
                             : "install it, or write its whole path",
          .code = exit_code::agent_not_found};
}

void add_agent(std::vector<check_row>& rows, const config::agent_settings& agent, const environment& ours) {
  if (agent.mode == config::agent_mode::launch) {
    if (!agent.launcher.empty()) {
      rows.push_back(command_row(agent, agent.launcher.front(), "launcher", ours));
    }
    // Behind a launcher the command is another machine's.
    if (!agent.command.empty() && agent.launcher.empty() && !agent.preset) {
      rows.push_back(command_row(agent, agent.command.front(), "command", ours));
    }
    std::ranges::move(check_preset(agent, ours), std::back_inserter(rows));
  }
  std::error_code ec;
  if (!agent.workdir.empty() && !fs::is_directory(agent.workdir, ec)) {
    rows.push_back({.mark = check_mark::failed,
                    .agent = agent.name,
                    .subject = "workdir",
                    .found = agent.workdir + " is not a directory",
                    .remedy = "make it, or write workdir: fresh for a new one each bout",
                    .code = exit_code::agent_not_found});
  }
  if (agent.user) {
    const auto user = find_user(*agent.user);
    rows.push_back(
        {.mark = user ? check_mark::good : check_mark::failed,
         .agent = agent.name,
         .subject = "user",
         .found = user ? user->name + " (" + std::to_string(user->uid) + ")" : user.error().message,
         .remedy = user ? "" : "name a user that this machine has",
         .code = exit_code::agent_not_found});
  }
}

// Where it is not there yet: the nearest directory above it, in which it will be made.
check_row state_row(const fs::path& state) {
  fs::path there = state;
  std::error_code ec;
  while (!fs::exists(there, ec) && there.has_relative_path()) {
    there = there.parent_path();
  }
  check_row row{.mark = check_mark::good,
                .agent = {},
                .subject = "state directory",
                .found = state.string() + (there == state ? "" : ", to be made"),
                .code = exit_code::bad_state};
  if (!fs::is_directory(there, ec) || ::access(there.c_str(), W_OK | X_OK) != 0) {
    row.mark = check_mark::failed;
    row.found = there.string() + " is not a directory that this user may write to";
    row.remedy = "name another with state_dir or --state-dir, or give it to this user";
  } else if (!check_room(there, least_room_bytes)) {
    row.mark = check_mark::warned;
    row.found = "less than 100 MB are free at " + there.string();
    row.remedy = "make room, or lower retention.size";
  }
  return row;
}

}  // namespace

std::vector<check_row> check_machine(const config::settings& settings, const environment& ours) {
  std::vector<check_row> rows = {state_row(settings.state_dir)};
  const auto runner = find_program("arena-runner");
  if (!runner) {
    rows.push_back({.mark = check_mark::failed,
                    .agent = {},
                    .subject = "arena-runner",
                    .found = runner.error().message,
                    .remedy = "install all of arena-connect's programs side by side",
                    .code = exit_code::agent_not_found});
  }
  for (const auto& agent : settings.agents) {
    add_agent(rows, agent, ours);
  }
  return rows;
}

}  // namespace arena
