#include "config/control_socket.hpp"

#include "tests/config/support.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::machine;

const std::string own_file = "/home/me/.config/arena-connect/config.yaml";

std::string socket_of(const machine& m, const flags& given = {}) {
  const auto found = control_socket(given, m.around());
  if (!found) {
    return found.error().describe();
  }
  return found->value_or("none");
}

TEST(ControlSocket, IsTheConfigurationsOrTheUsualPlace) {
  machine m;
  EXPECT_EQ(socket_of(m), "none");
  m.environment["XDG_RUNTIME_DIR"] = "/run/user/7";
  EXPECT_EQ(socket_of(m), "/run/user/7/arena-connect/control.sock");
  m.files[own_file] = "state_dir: /s\n";
  EXPECT_EQ(socket_of(m), "/run/user/7/arena-connect/control.sock");
  m.files[own_file] = "control:\n  socket: sub/c.sock\n";
  EXPECT_EQ(socket_of(m), "/home/me/.config/arena-connect/sub/c.sock");
  m.files["/here/other.yaml"] = "control: { socket: \"${BASE}/c.sock\" }\n";
  m.environment["BASE"] = "/base";
  flags given;
  given.config_file = "other.yaml";
  EXPECT_EQ(socket_of(m, given), "/base/c.sock");
}

TEST(ControlSocket, IsTheServicesForRoot) {
  machine m;
  m.is_root = true;
  EXPECT_EQ(socket_of(m), "/run/arena-connect/control.sock");
  m.environment["RUNTIME_DIRECTORY"] = "/run/other";
  EXPECT_EQ(socket_of(m), "/run/other/control.sock");
}

TEST(ControlSocket, NeedsNoOtherKeyOfTheConfiguration) {
  machine m;
  m.files[own_file] = "agents:\n  - api_key: ${NOT_SET_HERE}\nnonsense: true\ncontrol:\n  socket: /c.sock\n";
  EXPECT_EQ(socket_of(m), "/c.sock");
}

TEST(ControlSocket, SaysWhatIsWrongWithIt) {
  machine m;
  m.files[own_file] = "control:\n  socket: [1, 2]\n";
  EXPECT_EQ(socket_of(m), own_file + ":2:11: control.socket: expected a path, found a list");
  m.files[own_file] = "control: [\n";
  EXPECT_NE(socket_of(m).find(own_file), std::string::npos);
  flags given;
  given.config_file = "nowhere.yaml";
  EXPECT_EQ(socket_of(m, given), "--config: the file 'nowhere.yaml' cannot be read");
}

}  // namespace
}  // namespace arena::config
