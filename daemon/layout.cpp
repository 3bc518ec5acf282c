#include "daemon/layout.hpp"

#include "core/agent/prompt.hpp"
#include "daemon/agent_reading.hpp"
#include "daemon/bout_cgroup.hpp"
#include "daemon/fail_points.hpp"
#include "daemon/files.hpp"
#include "daemon/pull_desk.hpp"
#include "daemon/system_user.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace {

// For an agent that runs as somebody else: its directory is theirs, and so is what tells a program who it is.
bouts::status run_as(const std::string& name, const run_directory& directory, runner_order& order) {
  const auto user = find_user(name);
  if (!user) {
    return std::unexpected(user.error());
  }
  order.uid = user->uid;
  order.gid = user->gid;
  order.variables["HOME"] = user->home;
  order.variables["USER"] = user->name;
  order.variables["LOGNAME"] = user->name;
  order.variables["SHELL"] = user->shell;
  return directory.hand_over(user->uid, user->gid);
}

// Resource limits count otherwise: addresses instead of memory, of which a JavaScript engine reserves more
// than any machine has, and all processes of the user.
void leave_to_cgroup(const limits_in_force& kept, config::limit_settings& limits) {
  limits.memory = kept.memory ? 0 : limits.memory;
  limits.processes = kept.processes ? 0 : limits.processes;
}

}  // namespace

namespace {

// The preset's prompt; empty without one.
std::string prompt_of(const config::agent_settings& agent, const attempt_facts& facts,
                      const run_directory& directory) {
  if (!agent.preset) {
    return {};
  }
  const auto& written =
      agent.prompt_template ? std::string_view(*agent.prompt_template) : default_prompt_template();
  return fill_prompt(written, {.challenge = facts.assigned.challenge,
                               .time_left = facts.time_left,
                               .deadline = facts.deadline,
                               .workdir = working_directory(agent, directory).string(),
                               .solution_file = directory.agent_solution().string()});
}

std::vector<std::string> command_line(const config::agent_settings& agent, const attempt_facts& facts,
                                      const run_directory& directory) {
  auto command = agent.command;
  if (const auto* of = preset_of(agent)) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(facts.time_left).count();
    command = command_of(*of, agent.command, agent.unsafe,
                         {.workdir = working_directory(agent, directory).string(),
                          .prompt_file = directory.prompt().string(),
                          .seconds = static_cast<long>(seconds)});
  }
  command.insert(command.begin(), agent.launcher.begin(), agent.launcher.end());
  return command;
}

}  // namespace

bouts::result<layout> lay_out(const std::filesystem::path& state, const config::agent_settings& agent,
                              const attempt_facts& facts, bouts::milliseconds grace,
                              const environment& ours) {
  auto directory = run_directory::create(state, facts.assigned.entry_id);
  if (!directory) {
    return std::unexpected(directory.error());
  }
  if (auto begun =
          directory->begin_attempt(facts.attempt, challenge_json(facts), prompt_of(agent, facts, *directory));
      !begun) {
    return std::unexpected(begun.error());
  }
  runner_order order{.directory = directory->path(),
                     .command = command_line(agent, facts, *directory),
                     .variables = agent_environment(agent, facts, *directory, ours),
                     .working_directory = working_directory(agent, *directory),
                     .timeout = std::max(facts.time_left, bouts::milliseconds(1)),
                     .grace = grace,
                     .limits = agent.limits};
  if (agent.mode == config::agent_mode::pull) {
    auto stand_in = stand_in_command(*directory);
    if (!stand_in) {
      return std::unexpected(stand_in.error());
    }
    order.command = *std::move(stand_in);
    order.working_directory = directory->work();
  } else if (const auto* of = preset_of(agent); of != nullptr && of->prompt_on_stdin) {
    order.input = run_directory::prompt_name;
  }
  if (agent.user) {
    if (auto done = run_as(*agent.user, *directory, order); !done) {
      return std::unexpected(done.error());
    }
  }
  order.cgroup = make_bout_cgroup(directory->path()).value_or(std::filesystem::path());
  leave_to_cgroup(limit_group(order.cgroup, agent.limits), order.limits);
  fail_point("run.laid_out");
  return layout{std::move(*directory), std::move(order)};
}

}  // namespace arena
