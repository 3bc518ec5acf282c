// The real program as a child, told by files as the daemon tells it.

#include "runner/stand_in.hpp"

#include "tests/runner/scratch.hpp"
#include "tests/support/wait_until.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace arena::runner {
namespace {

using test_runner::read_file;
using test_runner::scratch_dir;
using test_runner::write_file;
using test_support::wait_until;

class StandIn : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(work);
    child = ::fork();
    if (child == 0) {
      ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
      ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
      ::execl(ARENA_RUNNER, ARENA_RUNNER, "--stand-in", work.c_str(), nullptr);
      ::_exit(127);
    }
  }
  void say(const std::string& text) const { std::ofstream(work + "/" + said_file, std::ios::app) << text; }
  void end(const std::string& text) const {
    write_file(dir.path() + "/new", text);
    std::filesystem::rename(dir.path() + "/new", work + "/" + end_file);
  }
  int exit_code() const {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  const scratch_dir dir;
  const std::string work = dir.path() + "/work";
  const std::string out = dir.path() + "/out";
  const std::string err = dir.path() + "/err";
  pid_t child = 0;
};

TEST_F(StandIn, PrintsWhatIsSaidWhileItIsSaid) {
  say("one\n");
  EXPECT_TRUE(wait_until([&] { return read_file(out) == "one\n"; }));
  say("two\n");
  EXPECT_TRUE(wait_until([&] { return read_file(out) == "one\ntwo\n"; }));
  end("0");
  EXPECT_EQ(exit_code(), 0);
}

TEST_F(StandIn, PrintsAllThatWasSaidBeforeTheEnd) {
  const std::string much(300'000, 'x');
  say(much + "\n");
  end("0");
  EXPECT_EQ(exit_code(), 0);
  EXPECT_EQ(read_file(out), much + "\n");
}

TEST_F(StandIn, EndsWithTheCodeAndTheReasonThatItIsTold) {
  end("1 no idea");
  EXPECT_EQ(exit_code(), 1);
  EXPECT_EQ(read_file(err), "no idea");
}

TEST_F(StandIn, EndsAtATermLikeAnyAgent) {
  say("here\n");
  ASSERT_TRUE(wait_until([&] { return read_file(out) == "here\n"; }));
  ::kill(child, SIGTERM);
  EXPECT_EQ(exit_code(), -1);
}

}  // namespace
}  // namespace arena::runner
