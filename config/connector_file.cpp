#include "config/connector_file.hpp"

#include "config/reader.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace arena::config {

namespace {

struct translation {
  const char* name;
  std::vector<std::string> path;
  const char* unit;
};

std::vector<translation> translations() {
  return {{"apiKey", {"agents", "0", "api_key"}, ""},
          {"agent", {"agents", "0", "command"}, ""},
          {"arenaUrl", {"arena", "url"}, ""},
          {"autoEnter", {"agents", "0", "enter", "enabled"}, ""},
          {"eventStreaming", {"agents", "0", "events", "enabled"}, ""},
          {"pollInterval", {"agents", "0", "poll_interval"}, "ms"},
          {"heartbeatInterval", {"agents", "0", "ping_interval"}, "ms"},
          {"agentTimeoutMinutes", {"agents", "0", "timeout"}, "m"}};
}

}  // namespace

bool is_connector_file(const std::string& file, const node& tree) {
  const auto slash = file.rfind('/');
  const auto name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name == connector_file_name || (name.ends_with(".json") && tree.find("apiKey") != nullptr);
}

node_ptr from_connector_file(const node& tree, const std::string& file, std::vector<problem>& problems) {
  const auto known = translations();
  std::vector<std::string> names;
  for (const auto& one : known) {
    names.emplace_back(one.name);
  }
  const surroundings nothing;
  reader checks(tree_source::connector_file, file, {}, nothing);
  checks.mapping({.at = &tree, .path = {}}, names);
  problems.insert(problems.end(), checks.problems().begin(), checks.problems().end());

  node_ptr made = std::make_shared<node>();
  const std::array<std::string, 2> agent = {"agents", "0"};
  made = with_value(made, agent, std::make_shared<node>());
  for (const auto& one : known) {
    if (const node* value = tree.find(one.name)) {
      auto renamed = std::make_shared<node>(*value);
      renamed->called = one.name;
      renamed->literal = true;
      renamed->unit = one.unit;
      made = with_value(made, one.path, std::move(renamed));
    }
  }
  return made;
}

}  // namespace arena::config
