#include "config/locate.hpp"

#include "config/connector_file.hpp"
#include "config/paths.hpp"
#include "config/problems.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arena::config {

namespace {

constexpr const char* system_file = "/etc/arena-connect/config.yaml";
constexpr const char* system_state = "/var/lib/arena-connect";

// Empty counts as unset; of a list (systemd separates several directories with ':') the first.
std::optional<std::string> directory_in(const surroundings& around, const std::string& name) {
  const auto found = around.environment.find(name);
  if (found == around.environment.end()) {
    return std::nullopt;
  }
  const auto first = found->second.substr(0, found->second.find(':'));
  return first.starts_with('/') ? std::optional(absolute_path("/", first))
                                : std::nullopt;  // XDG: relative ones are ignored
}

// $<variable>, else $HOME/<below>.
std::optional<std::string> xdg_directory(const surroundings& around, const std::string& variable,
                                         const std::string& below) {
  if (auto set = directory_in(around, variable)) {
    return set;
  }
  const auto home = directory_in(around, "HOME");
  return home ? std::optional(absolute_path(*home, below)) : std::nullopt;
}

bool is_service(const surroundings& around) {
  static constexpr std::array<const char*, 3> marks = {"STATE_DIRECTORY", "RUNTIME_DIRECTORY",
                                                       "CREDENTIALS_DIRECTORY"};
  return std::ranges::any_of(marks, [&](const char* name) { return directory_in(around, name).has_value(); });
}

std::optional<std::string> read(const surroundings& around, const std::string& path) {
  return around.read_file ? around.read_file(path) : std::nullopt;
}

}  // namespace

std::vector<std::string> default_files(const surroundings& around) {
  std::vector<std::string> files;
  if (around.is_root || is_service(around)) {
    files.emplace_back(system_file);
  }
  if (!around.is_root) {
    if (const auto home = xdg_directory(around, "XDG_CONFIG_HOME", ".config")) {
      files.push_back(absolute_path(*home, "arena-connect/config.yaml"));
    }
  }
  files.push_back(absolute_path(around.current_directory, connector_file_name));
  return files;
}

std::expected<std::optional<found_file>, problem> locate(const flags& given, const surroundings& around) {
  const auto variable = around.environment.find("ARENA_CONFIG");
  const bool by_variable =
      !given.config_file && variable != around.environment.end() && !variable->second.empty();
  if (given.config_file || by_variable) {
    const std::string name = by_variable ? variable->second : *given.config_file;
    auto path = absolute_path(around.current_directory, name);
    auto text = read(around, path);
    if (!text) {
      return std::unexpected(problem{.file = {},
                                     .line = 0,
                                     .column = 0,
                                     .message = std::string(by_variable ? "ARENA_CONFIG" : "--config") +
                                                ": the file " + shown(name) + " cannot be read",
                                     .kind = problem_kind::no_file});
    }
    return found_file{.name = name, .path = std::move(path), .text = std::move(*text)};
  }
  for (const auto& path : default_files(around)) {
    if (auto text = read(around, path)) {
      return found_file{.name = path, .path = path, .text = std::move(*text)};
    }
  }
  return std::nullopt;
}

std::optional<std::string> default_state_dir(const surroundings& around) {
  if (auto service = directory_in(around, "STATE_DIRECTORY")) {
    return service;
  }
  if (around.is_root && !directory_in(around, "XDG_STATE_HOME")) {
    return system_state;
  }
  const auto home = xdg_directory(around, "XDG_STATE_HOME", ".local/state");
  return home ? std::optional(absolute_path(*home, "arena-connect")) : std::nullopt;
}

std::optional<std::string> default_socket(const surroundings& around) {
  if (const auto service = directory_in(around, "RUNTIME_DIRECTORY")) {
    return absolute_path(*service, "control.sock");
  }
  const auto runtime = directory_in(around, "XDG_RUNTIME_DIR");
  return runtime ? std::optional(absolute_path(*runtime, "arena-connect/control.sock")) : std::nullopt;
}

}  // namespace arena::config
