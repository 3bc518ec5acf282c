#include "config/control_socket.hpp"

#include "config/locate.hpp"
#include "config/paths.hpp"
#include "config/reader.hpp"
#include "config/yaml_tree.hpp"

#include <utility>

namespace arena::config {

namespace {

// Where the service has it (RUNTIME_DIRECTORY=/run/arena-connect), which root's shell does not know.
constexpr const char* system_socket = "/run/arena-connect/control.sock";

std::optional<std::string> usual_socket(const surroundings& around) {
  auto place = default_socket(around);
  return place || !around.is_root ? place : std::optional<std::string>(system_socket);
}

}  // namespace

std::expected<std::optional<std::string>, problem> control_socket(const flags& given,
                                                                  const surroundings& around) {
  const auto found = locate(given, around);
  if (!found) {
    return std::unexpected(found.error());
  }
  if (!*found) {
    return usual_socket(around);
  }
  const auto& file = **found;
  const auto tree = read_yaml(file.text, file.name);
  if (!tree) {
    return std::unexpected(tree.error());
  }
  const node* const control = (*tree)->find("control");
  const node* const socket = control == nullptr ? nullptr : control->find("socket");
  if (socket == nullptr) {
    return usual_socket(around);
  }
  reader r(tree_source::yaml_file, file.name, directory_of(file.path), around);
  auto path = r.path({.at = socket, .path = "control.socket"});
  if (!path) {
    return std::unexpected(r.problems().front());
  }
  return path;
}

}  // namespace arena::config
