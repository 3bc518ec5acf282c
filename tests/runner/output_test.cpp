// What comes out of the agent, and what goes in.
#include "tests/runner/harness.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace test_runner {
namespace {

TEST(RunnerOutput, KeepsTheTwoOutputsApartAndWhole) {
  run one;
  const auto record = one.finish({"--print", "out", "--err", "err", "--partial-line", "no line end"});
  EXPECT_EQ(one.out(), "out\nno line end");
  EXPECT_EQ(one.err(), "err\n");
  EXPECT_EQ(record.at("stdout_bytes").as_int64(), 15);
  EXPECT_EQ(record.at("stderr_bytes").as_int64(), 4);
}

TEST(RunnerOutput, IsBinaryClean) {
  run one;
  one.finish({"--binary", "100000"});
  std::string expected;
  for (int i = 0; i < 100'000; ++i) {
    expected += static_cast<char>(i % 256);
  }
  EXPECT_EQ(one.out(), expected);
}

TEST(RunnerOutput, EachOutputIsCutAtTheCapAndCounted) {
  run one;
  one.output_cap = 100'000;
  const auto record = one.finish({"--flood", "5000000", "--flood-err", "99999", "--exit", "4"});
  EXPECT_EQ(record.at("exit_code").as_int64(), 4);
  EXPECT_EQ(one.out().size(), 100'000U);
  EXPECT_EQ(record.at("stdout_bytes").as_int64(), 100'000);
  EXPECT_EQ(record.at("stdout_cut").as_int64(), 4'900'000);
  EXPECT_EQ(record.at("stderr_bytes").as_int64(), 99'999);
  EXPECT_EQ(record.at("stderr_cut").as_int64(), 0);
}

TEST(RunnerOutput, ACapOfNothingKeepsNothing) {
  run one;
  one.output_cap = 0;
  const auto record = one.finish({"--print", "x"});
  EXPECT_EQ(one.out(), "");
  EXPECT_EQ(record.at("stdout_cut").as_int64(), 2);
}

TEST(RunnerOutput, TheLastBytesOfAKilledAgentAreKept) {
  run one;
  const auto record = one.finish({"--flood", "60000", "--partial-line", "last", "--kill-self", "9"});
  EXPECT_TRUE(one.out().ends_with("last"));
  EXPECT_EQ(record.at("stdout_bytes").as_int64(), 60'004);
}

TEST(RunnerOutput, TheLastBytesAreKeptEvenWithNoDrainAllowed) {
  run one;
  one.more_options = {"--drain-ms", "0"};
  const auto record = one.finish({"--fork", "3", "--flood", "60000"});
  EXPECT_EQ(record.at("stdout_bytes").as_int64(), 60'000);
}

TEST(RunnerOutput, IsWrittenBehindWhatIsThere) {
  run one;
  write_file(one.path("stdout.log"), "attempt 1\n");
  one.finish({"--print", "attempt 2"});
  EXPECT_EQ(one.out(), "attempt 1\nattempt 2\n");
}

// The pipe's other end was handed to a process that is none of the agent's: the test itself.
TEST(RunnerOutput, AnOutsiderWhoHoldsStdoutIsWaitedForOnlySoLong) {
  run one;
  one.more_options = {"--drain-ms", "200"};
  one.start({"--print", "done", "--wait-file", one.path("go")});
  const auto agent = one.agent_pid();
  ASSERT_TRUE(wait_until([&] { return one.out() == "done\n"; }));
  const int held = ::open(("/proc/" + std::to_string(agent) + "/fd/1").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(held, 0);
  write_file(one.path("go"), "");
  EXPECT_EQ(one.wait(), 0);
  EXPECT_TRUE(one.exit_record().at("drain_incomplete").as_bool());
  EXPECT_EQ(one.exit_record().at("exit_code").as_int64(), 0);
  ::close(held);
}

TEST(RunnerOutput, AFileSizeLimitOrFullDiskIsToldAndDoesNotStopTheAgent) {
  run one;
  one.before_exec = [] {
    const rlimit small{64UL * 1024, 64UL * 1024};
    ::setrlimit(RLIMIT_FSIZE, &small);
  };
  const auto record = one.finish({"--flood", "1000000", "--print", "end", "--exit", "3"});
  EXPECT_EQ(record.at("exit_code").as_int64(), 3);
  EXPECT_EQ(record.at("stdout_bytes").as_int64(), 64 * 1024);
  EXPECT_EQ(record.at("stdout_cut").as_int64(), 1'000'004 - 64 * 1024);
  EXPECT_EQ(record.at("write_error").as_string(), "stdout.log could not be written: File too large.");
}

TEST(RunnerOutput, OnAFullDiskTheEndIsStillRecorded) {
  run one;
  scratch_dir copies;
  const auto saved = copies.path() + "/exit.json";
  // A file system of 256 KiB, seen by the runner and the agent alone; the shell around the runner carries the
  // record out.
  if (::geteuid() != 0) {
    GTEST_SKIP() << "mounting needs root";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount("tmpfs", one.path("").c_str(), "tmpfs", 0, "size=256k") == 0;
    if (!mounted) {
      ::_exit(77);
    }
    write_file(one.path("challenge.json"), "{}");
    const pid_t runner = ::fork();
    if (runner == 0) {
      one.become_runner({"--flood", "3000000", "--exit", "6"});
    }
    int status = 0;
    ::waitpid(runner, &status, 0);
    write_file(saved, read_file(one.path("exit.json")));
    ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 78);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    GTEST_SKIP() << "this machine does not let us mount";
  }
  EXPECT_EQ(status, 0);
  const auto record = read_file(saved);
  EXPECT_NE(record.find(R"("exit_code":6)"), std::string::npos) << record;
  EXPECT_NE(record.find("No space left on device"), std::string::npos) << record;
}

TEST(RunnerInput, IsTheWholeChallengeAndThenTheEnd) {
  run one;
  one.challenge = std::string(300'000, 'c') + "\n\"end\"";
  one.finish({"--echo-stdin"});
  EXPECT_EQ(one.out(), one.challenge);
}

TEST(RunnerInput, IsAPipe) {
  run one;
  one.command = {"/bin/sh", "-c", "test -p /proc/self/fd/0 && echo pipe"};
  one.finish({});
  EXPECT_EQ(one.out(), "pipe\n");
}

TEST(RunnerInput, NeedNotBeRead) {
  for (const std::size_t size : {10UL, 1'000'000UL}) {
    run one;
    one.challenge = std::string(size, 'c');
    EXPECT_EQ(one.finish({"--no-read", "--print", "did not read", "--exit", "0"}).at("exit_code").as_int64(),
              0);
    run other;
    other.challenge = one.challenge;
    EXPECT_EQ(other.finish({"--exit", "0"}).at("exit_code").as_int64(), 0);
  }
}

}  // namespace
}  // namespace test_runner
