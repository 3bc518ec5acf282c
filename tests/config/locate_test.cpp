#include "config/locate.hpp"

#include "tests/config/support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::machine;
using testing::ElementsAre;

const std::string system_file = "/etc/arena-connect/config.yaml";
const std::string own_file = "/home/me/.config/arena-connect/config.yaml";

TEST(DefaultFiles, DependOnWhoAsks) {
  machine m;
  EXPECT_THAT(default_files(m.around()), ElementsAre(own_file, "/here/arena.json"));
  m.environment["XDG_CONFIG_HOME"] = "/conf";
  EXPECT_THAT(default_files(m.around()), ElementsAre("/conf/arena-connect/config.yaml", "/here/arena.json"));
  m.environment["STATE_DIRECTORY"] = "/var/lib/arena-connect";
  EXPECT_THAT(default_files(m.around()),
              ElementsAre(system_file, "/conf/arena-connect/config.yaml", "/here/arena.json"));
  m.is_root = true;
  EXPECT_THAT(default_files(m.around()), ElementsAre(system_file, "/here/arena.json"));
}

TEST(DefaultFiles, DoWithoutAHome) {
  machine m;
  m.environment.clear();
  EXPECT_THAT(default_files(m.around()), ElementsAre("/here/arena.json"));
}

std::string located(const machine& m, const flags& given = {}) {
  const auto found = locate(given, m.around());
  if (!found) {
    return found.error().describe();
  }
  return *found ? (*found)->path : "none";
}

TEST(Locate, TakesTheFlagThenTheVariableThenThePlaces) {
  machine m;
  m.files = {{"/here/mine.yaml", ""}, {"/else/other.yaml", ""}, {own_file, ""}, {"/here/arena.json", ""}};
  flags given;
  given.config_file = "mine.yaml";
  m.environment["ARENA_CONFIG"] = "/else/other.yaml";
  EXPECT_EQ(located(m, given), "/here/mine.yaml");
  EXPECT_EQ(located(m), "/else/other.yaml");
  m.environment["ARENA_CONFIG"] = "";
  EXPECT_EQ(located(m), own_file);
  m.files.erase(own_file);
  EXPECT_EQ(located(m), "/here/arena.json");
  m.files.erase("/here/arena.json");
  EXPECT_EQ(located(m), "none");
}

TEST(Locate, DoesNotFallBackFromAFileThatWasNamed) {
  machine m;
  m.files = {{own_file, ""}};
  flags given;
  given.config_file = "gone.yaml";
  EXPECT_EQ(located(m, given), "--config: the file 'gone.yaml' cannot be read");
  m.environment["ARENA_CONFIG"] = "/gone";
  EXPECT_EQ(located(m), "ARENA_CONFIG: the file '/gone' cannot be read");
}

TEST(Load, ReadsWorkingDirectoriesFromWhereTheFileStands) {
  machine m;
  m.files = {{"/here/sub/c.yaml", test::one_agent("    workdir: ../work/\n")}};
  flags given;
  given.config_file = "sub/c.yaml";
  const auto outcome = load(given, m.around());
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].workdir, "/here/work");
  EXPECT_FALSE(outcome->config.agents[0].pass_whole_environment);
}

TEST(Load, NamesTheFileInProblemsAsItWasNamed) {
  machine m;
  m.files = {{"/here/sub/c.yaml", "foo: [\n"}};
  flags given;
  given.config_file = "sub/c.yaml";
  EXPECT_EQ(test::complaints(load(given, m.around())),
            "sub/c.yaml:2:1: not valid YAML: a '[' or a quote is not closed, or a text needs quotes, as "
            "\"${NAME}\" does");
}

TEST(StateDirectory, IsTheFilesThenTheServicesThenTheUsers) {
  machine m;
  EXPECT_EQ(default_state_dir(m.around()), "/home/me/.local/state/arena-connect");
  m.environment["XDG_STATE_HOME"] = "/state";
  EXPECT_EQ(default_state_dir(m.around()), "/state/arena-connect");
  m.environment["STATE_DIRECTORY"] = "/var/lib/one:/var/lib/two";
  EXPECT_EQ(default_state_dir(m.around()), "/var/lib/one");
  const auto outcome = test::parse_here("state_dir: rel/\n" + test::one_agent(), m);
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(outcome->config.state_dir, "/etc/arena/rel");
}

TEST(StateDirectory, IsTheSystemsForRoot) {
  machine m;
  m.is_root = true;
  EXPECT_EQ(default_state_dir(m.around()), "/var/lib/arena-connect");
}

TEST(StateDirectory, IsAProblemWhereThereIsNone) {
  machine m;
  m.environment.clear();
  EXPECT_EQ(test::complaints(test::parse_here(test::one_agent(), m)),
            "there is no place for the state: set state_dir, --state-dir, STATE_DIRECTORY or HOME");
}

TEST(ControlSocket, FollowsTheRuntimeDirectory) {
  machine m;
  EXPECT_EQ(default_socket(m.around()), std::nullopt);
  m.environment["XDG_RUNTIME_DIR"] = "/run/user/1000";
  EXPECT_EQ(default_socket(m.around()), "/run/user/1000/arena-connect/control.sock");
  m.environment["RUNTIME_DIRECTORY"] = "/run/arena-connect";
  EXPECT_EQ(default_socket(m.around()), "/run/arena-connect/control.sock");
  const auto outcome = test::parse_here("control: {socket: my.sock}\n" + test::one_agent(), m);
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(outcome->config.control.socket, "/etc/arena/my.sock");
}

}  // namespace
}  // namespace arena::config
