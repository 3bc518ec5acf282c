#include "runner/cgroup.hpp"

#include "tests/runner/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace test_runner {
namespace {

// A cgroup of the test's own, where this machine lets us make one.
class RunnerCgroup : public testing::Test {
 protected:
  void SetUp() override {
    for (const std::string root : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
      const auto path = root + "/arena-runner-test-" + std::to_string(::getpid());
      if (exists(root + "/cgroup.procs") && ::mkdir(path.c_str(), 0755) == 0) {
        path_ = path;
        return;
      }
    }
    GTEST_SKIP() << "no cgroup v2 that could be written to";
  }
  void TearDown() override {
    if (!path_.empty()) {
      EXPECT_TRUE(wait_until([this] { return ::rmdir(path_.c_str()) == 0; })) << path_;
    }
  }

  std::string path_;
};

TEST_F(RunnerCgroup, TheAgentLivesInItAndIsKilledByIt) {
  run one;
  one.more_options = {"--cgroup", path_};
  const auto record =
      one.finish({"--cat", "/proc/self/cgroup", "--fork", "6", "--keep-forking", "--exit", "2"});
  EXPECT_EQ(one.runner_record().at("cgroup").as_string(), path_);
  EXPECT_NE(one.out().find(path_.substr(path_.rfind('/'))), std::string::npos) << one.out();
  EXPECT_EQ(record.at("exit_code").as_int64(), 2);
  EXPECT_TRUE(record.at("kill_sent").as_bool());
  EXPECT_GE(record.at("killed_processes").as_int64(), 6);
  EXPECT_EQ(record.at("left_processes").as_int64(), 0);
}

TEST_F(RunnerCgroup, OneThatTheRunnerIsInIsNotUsed) {
  run one;
  one.more_options = {"--cgroup", path_};
  one.before_exec = [this] { write_file(path_ + "/cgroup.procs", std::to_string(::getpid())); };
  const auto record = one.finish({"--fork", "3", "--exit", "2"});
  EXPECT_EQ(one.runner_record().at("cgroup").as_string(), "");
  EXPECT_EQ(record.at("exit_code").as_int64(), 2);
  EXPECT_EQ(record.at("killed_processes").as_int64(), 3);
}

TEST(RunnerWithoutCgroup, OneThatIsNotThereIsDoneWithout) {
  run one;
  one.more_options = {"--cgroup", one.path("")};
  const auto record = one.finish({"--fork", "3"});
  EXPECT_EQ(one.runner_record().at("cgroup").as_string(), "");
  EXPECT_EQ(record.at("killed_processes").as_int64(), 3);
  EXPECT_FALSE(arena::runner::cgroup::open("/none"));
}

}  // namespace
}  // namespace test_runner
