#include "config/load.hpp"

#include "config/connector_file.hpp"
#include "config/leaks.hpp"
#include "config/locate.hpp"
#include "config/overrides.hpp"
#include "config/paths.hpp"
#include "config/problems.hpp"
#include "config/reader.hpp"
#include "config/sections.hpp"
#include "config/yaml_tree.hpp"

#include <utility>

namespace arena::config {

namespace {

using outcome = std::expected<loaded, std::vector<problem>>;

std::vector<problem> one(problem only) {
  return {std::move(only)};
}

// For a key at the wrong level: the section that has it, when just one has.
std::string section_of(const std::string& key, const std::vector<std::string>& known) {
  std::string found;
  for (const auto& path : known) {
    const auto dot = path.rfind('.');
    const bool is_it = path.substr(dot == std::string::npos ? 0 : dot + 1) == key;
    if (is_it && !found.empty()) {
      return {};
    }
    if (is_it) {
      found = dot == std::string::npos ? "the top level" : path.substr(0, dot);
    }
  }
  return found == "agents" ? "an agent" : found;
}

void fill_defaults(reader& r, const place& top, settings& config) {
  if (top.at->find("state_dir") == nullptr) {
    const auto place = default_state_dir(r.around());
    if (!place) {
      r.complain_outside(
          "there is no place for the state: set state_dir, --state-dir, STATE_DIRECTORY or HOME");
    }
    config.state_dir = place.value_or("");
  }
  if (!config.control.socket) {
    config.control.socket = default_socket(r.around());
  }
}

// Of a file with keys in it that everybody on the machine can read.
void warn_of_readers(reader& r, const std::string& file, const surroundings& around) {
  const auto path = absolute_path(around.current_directory, file);
  if (r.file_holds_secret() && around.is_open_to_all && around.is_open_to_all(path)) {
    r.warnings().push_back(
        file +
        ": holds secrets, and every user of this machine can read it; let only its owner, as by chmod 600");
  }
}

outcome assemble(node_ptr tree, tree_source source, const std::string& file, const std::string& directory,
                 const flags& given, const surroundings& around) {
  std::vector<problem> problems;
  if (source == tree_source::connector_file) {
    tree = from_connector_file(*tree, file, problems);
  }
  tree = with_overrides(tree, source, file, given, around, problems);

  const place top = {.at = tree.get(), .path = {}};
  reader r(source, file, directory, around);
  r.set_elsewhere([known = std::optional<std::vector<std::string>>()](const std::string& key) mutable {
    if (!known) {
      known = all_known_keys();
    }
    return section_of(key, *known);
  });
  loaded done;
  read_section(r, top, top_keys(), done.config);
  if (tree->find("agents") == nullptr &&
      (tree->kind == node_kind::mapping || tree->kind == node_kind::empty)) {
    r.complain(top.key("agents", *tree),
               "is missing: a list of at least one agent, with api_key and command");
  }
  fill_defaults(r, top, done.config);
  warn_of_readers(r, file, around);
  check_leaks(r, top, done.config);
  for (auto& agent : done.config.agents) {
    agent.pass_whole_environment = source != tree_source::yaml_file;
  }
  problems.insert(problems.end(), r.problems().begin(), r.problems().end());
  if (!problems.empty()) {
    sort_by_place(problems);
    return std::unexpected(std::move(problems));
  }
  done.warnings = std::move(r.warnings());
  return done;
}

outcome without_file(const flags& given, const surroundings& around) {
  if (!make_an_agent(given, around)) {
    return std::unexpected(
        one({.file = {},
             .line = 0,
             .column = 0,
             .message = "there is no configuration at " + joined(default_files(around), "or") +
                        "; give --config FILE, or --key and --agent",
             .kind = problem_kind::no_file}));
  }
  return assemble(std::make_shared<node>(), tree_source::nothing, {}, around.current_directory, given,
                  around);
}

}  // namespace

outcome parse(std::string_view yaml, const std::string& file, const std::string& directory,
              const flags& given, const surroundings& around) {
  auto tree = read_yaml(yaml, file);
  if (!tree) {
    return std::unexpected(one(std::move(tree.error())));
  }
  const auto source = is_connector_file(file, **tree) ? tree_source::connector_file : tree_source::yaml_file;
  return assemble(std::move(*tree), source, file, directory, given, around);
}

outcome load(const flags& given, const surroundings& around) {
  auto found = locate(given, around);
  if (!found) {
    return std::unexpected(one(std::move(found.error())));
  }
  if (!*found) {
    return without_file(given, around);
  }
  const auto& file = **found;
  return parse(file.text, file.name, directory_of(file.path), given, around);
}

}  // namespace arena::config
