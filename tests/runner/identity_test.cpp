#include "runner/identity.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>
#include <iterator>

namespace arena::runner {
namespace {

const std::string tail =
    " S 41 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654321 1024 100 18446744073709551615 0 0 0 0 0\n";

TEST(ProcessStat, ReadsParentAndStartTime) {
  const auto stat = parse_process_stat("42 (agent)" + tail);
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->state, 'S');
  EXPECT_EQ(stat->parent, 41);
  EXPECT_EQ(stat->start_time, 987654321U);
}

TEST(ProcessStat, IsNotFooledByTheProcessName) {
  for (const auto* name : {"(a) S 1 2 3)", "(a b) (c)", "()", "(a\nb)", "() R 7 7 7 7)"}) {
    const auto stat = parse_process_stat("42 " + std::string(name) + tail);
    ASSERT_TRUE(stat) << name;
    EXPECT_EQ(stat->parent, 41) << name;
    EXPECT_EQ(stat->start_time, 987654321U) << name;
  }
}

TEST(ProcessStat, IsNothingForAnythingElse) {
  for (const auto* text :
       {"", "42", "42 (agent)", "42 (agent) S", "42 (agent) S x 42", "42 (agent) S 41 42 42",
        "42 (agent) S 41 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 soon 1024"}) {
    EXPECT_FALSE(parse_process_stat(text)) << text;
  }
}

TEST(ProcessStat, IsReadFromProc) {
  const auto own = read_process_stat(::getpid());
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_EQ(own->parent, ::getppid());
  EXPECT_GT(own->start_time, 0U);
  EXPECT_EQ(read_process_stat(::getpid())->start_time, own->start_time);
}

TEST(ProcessStat, FailsForAProcessThatIsNotThere) {
  const auto none = read_process_stat(0);
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("/proc/0/stat"), std::string::npos);
}

TEST(BootId, IsAUuidWithoutALineEnd) {
  const auto id = read_boot_id();
  ASSERT_TRUE(id);
  EXPECT_EQ(id->size(), 36U);
  EXPECT_EQ(id->find_first_not_of("0123456789abcdef-"), std::string::npos);
}

}  // namespace
}  // namespace arena::runner
