#include "daemon/bout_cgroup.hpp"

#include "tests/daemon/real_run.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace arena {
namespace {

namespace fs = std::filesystem;
using test_support::wait_until;

TEST(FindCgroup, ReadsWhereTheProcessIsAndWhereThatIsMounted) {
  const std::string whole = "42 32 0:39 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n";
  const std::string hybrid =
      "40 32 0:37 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
      "41 32 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
  const std::string part = "42 32 0:39 /docker/ab /sys/fs/cgroup rw - cgroup2 cgroup rw\n";
  struct row {
    const char* what;
    std::string cgroup;
    std::string mountinfo;
    std::optional<fs::path> expected;
  };
  const row rows[] = {
      {"a service", "0::/system.slice/a.service\n", whole, "/sys/fs/cgroup/system.slice/a.service"},
      {"the root", "0::/\n", whole, "/sys/fs/cgroup"},
      {"both versions", "4:memory:/x\n0::/y\n", hybrid, "/sys/fs/cgroup/unified/y"},
      {"a container without a namespace", "0::/docker/ab\n", part, "/sys/fs/cgroup"},
      {"deeper in it", "0::/docker/ab/c\n", part, "/sys/fs/cgroup/c"},
      {"another container's", "0::/docker/abc\n", part, std::nullopt},
      {"out of sight", "0::/../other\n", whole, std::nullopt},
      {"only version 1", "4:memory:/x\n", whole, std::nullopt},
      {"not mounted", "0::/x\n", "40 32 0:37 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw\n", std::nullopt},
      {"nothing", "", "", std::nullopt},
  };
  for (const auto& each : rows) {
    EXPECT_EQ(find_cgroup(each.cgroup, each.mountinfo), each.expected) << each.what;
  }
}

// A run with a cgroup of its own, where this machine lets us make one.
class BoutCgroup : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = make_bout_cgroup(one.path());
    if (!made) {
      GTEST_SKIP() << "no cgroup v2 that could be written to";
    }
    cgroup = *made;
  }
  void TearDown() override {
    EXPECT_TRUE(wait_until([this] { return remove_bout_cgroup(one.path(), cgroup); })) << cgroup;
  }

  runner_process start(std::vector<std::string> command) {
    auto order = one.order(std::move(command));
    order.cgroup = cgroup;
    return runner_process::start(one.io.get_executor(), ARENA_RUNNER, order).value();
  }

  real_run one;
  fs::path cgroup;
};

TEST_F(BoutCgroup, IsTheSameForTheSameRunAndAnotherForAnother) {
  EXPECT_EQ(make_bout_cgroup(one.path()), cgroup);
  EXPECT_EQ(cgroup.filename(), bout_cgroup_name(one.path()));
  EXPECT_EQ(bout_cgroup_name("/a/b/"), bout_cgroup_name("/a/b"));
  EXPECT_NE(bout_cgroup_name(one.path()), bout_cgroup_name(one.path("other")));
}

TEST_F(BoutCgroup, HoldsTheAgentAndGoesWithIt) {
  auto runner = start({STUB_AGENT, "--cat", "/proc/self/cgroup", "--fork", "3"});
  const auto exit = test_support::run(one.io, runner.wait());
  ASSERT_TRUE(exit) << exit.error().message;
  EXPECT_EQ(exit->killed_processes, 3U);
  EXPECT_NE(one.out().find(cgroup.filename().string() + "\n"), std::string::npos) << one.out();
  EXPECT_FALSE(fs::exists(cgroup));
}

TEST_F(BoutCgroup, IsNotMadeWhileSomethingLivesInTheOldOne) {
  const stranger other;
  std::ofstream(cgroup / "cgroup.procs") << other.pid();
  EXPECT_EQ(make_bout_cgroup(one.path()), std::nullopt);
  EXPECT_FALSE(remove_bout_cgroup(one.path(), cgroup));
}

// No environment, no parent, another session, another place: only the cgroup tells.
TEST_F(BoutCgroup, OfAKilledRunnerGivesUpWhatHidesEverythingElse) {
  auto runner =
      start({"/bin/sh", "-c", "(env -i setsid sh -c 'cd /; sleep 60 & echo ready; wait' &); sleep 60"});
  ASSERT_TRUE(one.has_printed("ready"));
  ::kill(runner.pid(), SIGKILL);
  EXPECT_FALSE(test_support::run(one.io, runner.wait()));
  EXPECT_TRUE(fs::exists(cgroup));
  EXPECT_GE(one.end_leftovers(), 2U);
  EXPECT_FALSE(fs::exists(cgroup));
}

TEST_F(BoutCgroup, OfSomebodyElseIsNotKilled) {
  const stranger other;
  std::ofstream(cgroup / "cgroup.procs") << other.pid();
  EXPECT_EQ(kill_bout_cgroup(one.path("another"), cgroup), 0U);
  EXPECT_TRUE(other.lives());
  EXPECT_EQ(kill_bout_cgroup(one.path(), cgroup), 1U);
  EXPECT_TRUE(wait_until([&] { return !other.lives(); }));
}

}  // namespace
}  // namespace arena
