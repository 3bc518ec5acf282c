#include "daemon/files.hpp"

#include "daemon/run_directory.hpp"
#include "daemon/start.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace arena {
namespace {

namespace fs = std::filesystem;
using bouts::errc;

class Files : public testing::Test {
 protected:
  temporary_directory place = *temporary_directory::create();
  fs::path here = place.path();

  std::string text_of(const fs::path& path) { return **read_file(path, 1000); }
};

TEST_F(Files, AreWrittenWholeForTheOwnerOnlyAndLeaveNothingBehind) {
  ASSERT_TRUE(write_durably(here / "a", "first"));
  ASSERT_TRUE(write_durably(here / "a", "second"));
  EXPECT_EQ(text_of(here / "a"), "second");
  EXPECT_EQ(fs::status(here / "a").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(here), fs::directory_iterator()), 1);
}

TEST_F(Files, KeepTheOldTextWhenTheNewOneCannotBeWritten) {
  ASSERT_TRUE(write_durably(here / "a", "first"));
  fs::create_directory(here / "a.tmp");  // what stands in the way of the temporary file
  const auto written = write_durably(here / "a", "second");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, errc::io);
  EXPECT_NE(written.error().message.find((here / "a").string()), std::string::npos);
  EXPECT_EQ(text_of(here / "a"), "first");
}

TEST_F(Files, ThatAreMissingAreNoError) {
  const auto read = read_file(here / "none", 10);
  ASSERT_TRUE(read);
  EXPECT_FALSE(*read);
}

TEST_F(Files, ThatAreTooLargeAreRefused) {
  ASSERT_TRUE(write_durably(here / "a", std::string(11, 'x')));
  EXPECT_EQ(read_file(here / "a", 10).error().kind, errc::too_large);
  EXPECT_TRUE(read_file(here / "a", 11));
}

TEST_F(Files, AreReadFromTheirEndInWholeLines) {
  ASSERT_TRUE(write_durably(here / "a", "one\ntwo\nthree\nopen"));
  const struct {
    std::size_t most;
    std::string_view expected;
  } cases[] = {{1000, "one\ntwo\nthree\n"},
               {17, "one\ntwo\nthree\n"},
               {16, "two\nthree\n"},
               {14, "two\nthree\n"},
               {13, "three\n"},
               {5, ""},
               {0, ""}};
  for (const auto& [most, expected] : cases) {
    EXPECT_EQ(read_last_lines(here / "a", most).value(), expected) << most;
  }
  EXPECT_EQ(read_last_lines(here / "missing", 10).value(), "");
  EXPECT_FALSE(read_last_lines(here, 10));
}

TEST_F(Files, OfAnotherKindAreNotRead) {
  fs::create_symlink("/etc/hostname", here / "link");
  ASSERT_EQ(::mkfifo((here / "pipe").c_str(), 0600), 0);
  for (const char* name : {"link", "pipe", "."}) {
    EXPECT_EQ(read_file(here / name, 1000).error().kind, errc::io) << name;
  }
}

TEST_F(Files, ThatAreAddedToKeepWhatTheyHave) {
  {
    auto log = append_file::open(here / "log");
    ASSERT_TRUE(log);
    ASSERT_TRUE(log->add("one\n"));
  }
  auto again = append_file::open(here / "log");
  ASSERT_TRUE(again->add("two\n"));
  EXPECT_EQ(text_of(here / "log"), "one\ntwo\n");
}

TEST_F(Files, GoWithATemporaryDirectoryUnlessItIsReleased) {
  fs::path gone;
  {
    auto other = *temporary_directory::create();
    gone = other.path();
    ASSERT_TRUE(write_durably(gone / "a", "x"));
  }
  EXPECT_FALSE(fs::exists(gone));
}

TEST_F(Files, OfAnEarlierAttemptArePutAside) {
  const auto run = *run_directory::create(here, *bouts::entry_id::parse("e"));
  ASSERT_TRUE(run.begin_attempt(1, "{}"));
  EXPECT_EQ(text_of(run.out()), "");
  ASSERT_TRUE(write_durably(run.out(), "first try"));
  ASSERT_TRUE(write_durably(run.agent_solution(), "old answer"));
  ASSERT_TRUE(run.begin_attempt(2, "{}"));
  EXPECT_EQ(text_of(run.out()), "");
  EXPECT_EQ(text_of(run.out().string() + ".1"), "first try");
  EXPECT_FALSE(fs::exists(run.agent_solution()));
}

TEST_F(Files, CannotBeMadeWhereAFileStandsInTheWay) {
  ASSERT_TRUE(write_durably(here / "runs", "not a directory"));
  const auto run = run_directory::create(here, *bouts::entry_id::parse("e"));
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, errc::io);
}

}  // namespace
}  // namespace arena
