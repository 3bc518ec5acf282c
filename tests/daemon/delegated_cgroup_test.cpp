#include "daemon/delegated_cgroup.hpp"

#include "daemon/start.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace arena {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(DelegatedCgroup, HasTheBoutsBesideTheSupervisor) {
  EXPECT_EQ(group_of_bouts("/sys/fs/cgroup/a.service/supervisor"), "/sys/fs/cgroup/a.service");
  EXPECT_EQ(group_of_bouts("/sys/fs/cgroup/a.service"), "/sys/fs/cgroup/a.service");
  EXPECT_EQ(group_of_bouts("/sys/fs/cgroup"), "/sys/fs/cgroup");
}

TEST(DelegatedCgroup, IsOneOnlyWhereSystemdSaysSo) {
  EXPECT_FALSE(is_delegated("/proc/self"));
  EXPECT_FALSE(is_delegated("/nowhere"));
}

// A directory with the files of a group: what is written, and what is left alone.
class LimitGroup : public testing::Test {
 protected:
  void make(const char* file) { std::ofstream(group.path() / file) << "max"; }
  std::string value(const char* file) const { return text_of(group.path() / file); }

  temporary_directory group = *temporary_directory::create();
};

TEST_F(LimitGroup, WritesWhatIsLimitedAndTellsIt) {
  for (const char* file : {"memory.max", "memory.swap.max", "pids.max"}) {
    make(file);
  }
  const auto kept = limit_group(group.path(), {.memory = 1'048'576, .processes = 512});
  EXPECT_TRUE(kept.memory);
  EXPECT_TRUE(kept.processes);
  EXPECT_TRUE(value("memory.max").starts_with("1048576"));
  EXPECT_TRUE(value("memory.swap.max").starts_with("0"));
  EXPECT_TRUE(value("pids.max").starts_with("512"));
}

TEST_F(LimitGroup, LeavesAloneWhatIsNotLimited) {
  make("memory.max");
  make("pids.max");
  const auto kept = limit_group(group.path(), {.memory = 0, .processes = 0});
  EXPECT_FALSE(kept.memory);
  EXPECT_FALSE(kept.processes);
  EXPECT_EQ(value("memory.max"), "max");
  EXPECT_EQ(value("pids.max"), "max");
}

TEST_F(LimitGroup, TellsThatAControllerIsMissing) {
  make("pids.max");
  const auto kept = limit_group(group.path(), {.memory = 4096, .processes = 5});
  EXPECT_FALSE(kept.memory);
  EXPECT_TRUE(kept.processes);
  EXPECT_FALSE(fs::exists(group.path() / "memory.max"));
}

TEST_F(LimitGroup, LimitsNothingWithoutAGroup) {
  EXPECT_FALSE(limit_group({}, {.memory = 4096, .processes = 5}).memory);
}

}  // namespace
}  // namespace arena
