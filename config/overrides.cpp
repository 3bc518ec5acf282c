#include "config/overrides.hpp"

#include "config/paths.hpp"

#include <array>
#include <optional>
#include <utility>

namespace arena::config {

namespace {

struct override_value {
  std::string called;
  std::vector<std::string> path;
  std::string text;
  std::string unit = {};
};

struct variable {
  const char* name;
  std::vector<std::string> path;
  const char* unit;
};

std::optional<std::string> set_variable(const surroundings& around, const std::string& name) {
  const auto found = around.environment.find(name);
  return found == around.environment.end() || found->second.empty() ? std::nullopt
                                                                    : std::optional(found->second);
}

// Later ones win.
std::vector<override_value> from_environment(const surroundings& around) {
  const std::array<variable, 5> variables = {
      {{"BOUTS_BASE_URL", {"arena", "url"}, ""},
       {"ARENA_URL", {"arena", "url"}, ""},
       {"ARENA_API_KEY", {"agents", "0", "api_key"}, ""},
       {"BOUTS_API_KEY", {"agents", "0", "api_token"}, ""},
       {"ARENA_AGENT_TIMEOUT_MINUTES", {"agents", "0", "timeout"}, "m"}}};
  std::vector<override_value> values;
  for (const auto& [name, path, unit] : variables) {
    if (auto text = set_variable(around, name)) {
      values.push_back({.called = name, .path = path, .text = std::move(*text), .unit = unit});
    }
  }
  return values;
}

// A relative file named on the command line is meant from where it was typed.
std::string secret_from_here(const std::string& text, const std::string& directory) {
  constexpr std::string_view scheme = "file:";
  return text.starts_with(scheme) ? std::string(scheme) + absolute_path(directory, text.substr(scheme.size()))
                                  : text;
}

std::vector<override_value> from_flags(const flags& given, const surroundings& around) {
  const auto& here = around.current_directory;
  std::vector<override_value> values;
  const auto add = [&values](std::string called, std::vector<std::string> path, std::string text,
                             std::string unit) {
    values.push_back({.called = std::move(called),
                      .path = std::move(path),
                      .text = std::move(text),
                      .unit = std::move(unit)});
  };
  if (given.arena_url) {
    add("--arena-url", {"arena", "url"}, *given.arena_url, "");
  }
  if (given.state_dir) {
    add("--state-dir", {"state_dir"}, absolute_path(here, *given.state_dir), "");
  }
  if (given.verbose) {
    add("--verbose", {"log", "level"}, "debug", "");
  }
  if (given.key) {
    add("--key", {"agents", "0", "api_key"}, secret_from_here(*given.key, here), "");
  }
  if (given.token) {
    add("--token", {"agents", "0", "api_token"}, secret_from_here(*given.token, here), "");
  }
  if (given.agent_command) {
    add("--agent", {"agents", "0", "command"}, *given.agent_command, "");
  }
  if (given.agent_timeout_minutes) {
    add("--agent-timeout-minutes", {"agents", "0", "timeout"}, std::to_string(*given.agent_timeout_minutes),
        "m");
  }
  if (given.auto_enter) {
    add("--auto-enter", {"agents", "0", "enter", "enabled"}, "true", "");
  }
  return values;
}

std::size_t count_agents(const node& tree) {
  const node* agents = tree.find("agents");
  return agents == nullptr ? 0 : agents->items.size();
}

bool is_for_agent(const override_value& value) {
  return value.path.front() == "agents";
}

node_ptr put(const node_ptr& tree, const override_value& value) {
  return with_value(tree, value.path, outside_scalar(value.called, value.text, value.unit));
}

}  // namespace

node_ptr with_overrides(node_ptr tree, tree_source source, const std::string& file, const flags& given,
                        const surroundings& around, std::vector<problem>& problems) {
  const auto agents = count_agents(*tree);
  const auto on_line = from_flags(given, around);
  const bool makes_one = agents == 0 && (source == tree_source::nothing || given.key || given.agent_command);
  for (const auto& value : from_environment(around)) {
    if (!is_for_agent(value) || agents == 1 || makes_one) {
      tree = put(tree, value);
    }
  }
  for (const auto& value : on_line) {
    if (is_for_agent(value) && agents > 1) {
      problems.push_back({.file = {},
                          .line = 0,
                          .column = 0,
                          .message = value.called + ": is for a single agent, but " + file + " lists " +
                                     std::to_string(agents) + "; write it there"});
    } else {
      tree = put(tree, value);
    }
  }
  return tree;
}

bool make_an_agent(const flags& given, const surroundings& around) {
  return given.key || given.agent_command || set_variable(around, "ARENA_API_KEY");
}

}  // namespace arena::config
