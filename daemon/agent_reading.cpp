#include "daemon/agent_reading.hpp"

#include "core/agent/changed_files.hpp"
#include "core/base/text.hpp"
#include "daemon/system_user.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace {

// A file that the answer has already stays as the agent said it.
answer_files put_into(std::optional<found_solution>& solution, answer_files found) {
  if (found.files.empty()) {
    return found;
  }
  if (!solution) {
    solution.emplace(found_solution{.answer = {}, .source = solution_source::final_message});
  }
  auto& answer = solution->answer;
  if (bouts::trim(answer.content).empty()) {
    std::vector<std::string> paths;
    for (const auto& file : found.files) {
      paths.push_back(file.path);
    }
    answer.content = content_for(paths);
  }
  for (auto& file : found.files) {
    if (std::ranges::find(answer.files, file.path, &bouts::solution_file::path) == answer.files.end()) {
      answer.files.push_back(std::move(file));
    }
  }
  return found;
}

}  // namespace

const preset* preset_of(const config::agent_settings& agent) {
  return agent.preset ? find_preset(*agent.preset) : nullptr;
}

std::filesystem::path working_directory(const config::agent_settings& agent, const run_directory& directory) {
  return agent.workdir.empty() ? directory.work() : std::filesystem::path(agent.workdir);
}

agent_reading reading_of(const config::agent_settings& agent, const run_directory& directory) {
  const auto workdir = working_directory(agent, directory);
  const auto* of_preset = preset_of(agent);
  agent_reading reading;
  reading.directory = workdir;
  reading.files = agent.submit.files;
  if (agent.dialect_rules) {
    reading.of_stdout = make_rules_dialect(*agent.dialect_rules, workdir.string());
  } else {
    reading.kind = parse_dialect_kind(agent.dialect);
    if (!reading.kind && of_preset != nullptr) {
      reading.kind = of_preset->dialect;
    }
    reading.of_stdout = reading.kind ? make_dialect(*reading.kind, workdir.string()) : nullptr;
  }
  if (agent.user) {
    // One that is not there was told of when the agent was started as it.
    const auto user = find_user(*agent.user);
    reading.owner = user ? std::optional(user->uid) : std::nullopt;
  }
  if (of_preset != nullptr) {
    // In a directory of its own everything is the agent's.
    reading.tree.emplace(workdir, agent.workdir.empty() ? std::filesystem::path() : directory.first_attempt(),
                         reading.owner);
  }
  return reading;
}

answer_files add_files(work_tree& tree, std::optional<found_solution>& solution) {
  if (solution && !solution->answer.files.empty()) {
    return {};  // it chose itself
  }
  return put_into(solution, tree.collect());
}

answer_files add_matching(work_tree& tree, const std::vector<std::string>& patterns,
                          std::optional<found_solution>& solution) {
  return put_into(solution, tree.collect(patterns));
}

}  // namespace arena
