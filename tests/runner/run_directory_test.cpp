#include "runner/run_directory.hpp"

#include "tests/runner/scratch.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace arena::runner {
namespace {

class RunDirectoryTest : public testing::Test {
 protected:
  std::string path(const char* name) const { return dir_.path() + "/" + name; }
  std::string content(const char* name) const { return test_runner::read_file(path(name)); }

  test_runner::scratch_dir dir_;
};

TEST_F(RunDirectoryTest, IsHeldByOneRunnerAtATime) {
  {
    const auto first = run_directory::open(dir_.path());
    ASSERT_TRUE(first) << first.error().message;
    const auto second = run_directory::open(dir_.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, errc::busy);
  }
  EXPECT_TRUE(run_directory::open(dir_.path()));
}

TEST_F(RunDirectoryTest, ARunThatIsOverIsNotRepeated) {
  test_runner::write_file(path("exit.json"), "{}");
  const auto opened = run_directory::open(dir_.path());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("this run is over"), std::string::npos);
}

TEST_F(RunDirectoryTest, NamesWhatIsMissing) {
  const auto none = run_directory::open(path("none"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message,
            "The run directory '" + path("none") + "' could not be opened: No such file or directory.");
  const auto opened = run_directory::open(dir_.path());
  ASSERT_TRUE(opened);
  const auto challenge = opened->open_input("challenge.json");
  ASSERT_FALSE(challenge);
  EXPECT_EQ(challenge.error().message, "challenge.json could not be opened: No such file or directory.");
}

TEST_F(RunDirectoryTest, RecordsReplaceOlderOnesAndLeaveNothingElse) {
  auto opened = run_directory::open(dir_.path());
  ASSERT_TRUE(opened);
  test_runner::write_file(path("runner.json"), "an older and longer one");
  ASSERT_TRUE(opened->write_runner_record("{}\n"));
  ASSERT_TRUE(opened->reserve_exit_record());
  EXPECT_FALSE(std::filesystem::exists(path("exit.json")));
  ASSERT_TRUE(opened->write_exit_record("{\"a\":1}\n"));
  EXPECT_EQ(content("runner.json"), "{}\n");
  EXPECT_EQ(content("exit.json"), "{\"a\":1}\n");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    struct stat info{};
    ::stat(entry.path().c_str(), &info);
    EXPECT_EQ(info.st_mode & 0777U, 0600U) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 2);
}

TEST_F(RunDirectoryTest, ARecordMayBeLongerThanItsReserve) {
  auto opened = run_directory::open(dir_.path());
  ASSERT_TRUE(opened && opened->reserve_exit_record());
  const std::string record(10'000, 'x');
  ASSERT_TRUE(opened->write_exit_record(record));
  EXPECT_EQ(content("exit.json"), record);
}

TEST_F(RunDirectoryTest, ALogIsNoLinkAndNoPipe) {
  const auto opened = run_directory::open(dir_.path());
  ASSERT_TRUE(opened);
  ASSERT_EQ(::symlink("/dev/null", path("stdout.log").c_str()), 0);
  EXPECT_FALSE(opened->open_log("stdout.log"));
  ASSERT_EQ(::mkfifo(path("stderr.log").c_str(), 0600), 0);
  EXPECT_FALSE(opened->open_log("stderr.log"));
}

}  // namespace
}  // namespace arena::runner
