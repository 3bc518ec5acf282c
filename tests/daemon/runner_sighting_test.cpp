#include "daemon/runner_sighting.hpp"

#include "daemon/run_lock.hpp"
#include "tests/daemon/real_run.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace arena {
namespace {

using test_support::wait_until;

TEST(RunnerSighting, IsNoneWhereNothingWasStarted) {
  real_run one;
  EXPECT_EQ(one.look().trace, runner_trace::none);
  boost::asio::io_context io;
  const auto nowhere = test_support::run(io, look_for_runner(io.get_executor(), one.path("none")));
  ASSERT_TRUE(nowhere) << nowhere.error().message;
  EXPECT_EQ(nowhere->trace, runner_trace::none);
}

TEST(RunnerSighting, TakesOverTheRunnerOfADeadDaemon) {
  real_run one;
  one.start_and_die({"--print", "ready", "--wait-file", one.path("go"), "--print", "done", "--exit", "3"});
  ASSERT_TRUE(one.has_printed("ready"));
  auto seen = one.look();
  ASSERT_EQ(seen.trace, runner_trace::working);
  ASSERT_TRUE(seen.process);
  EXPECT_EQ(seen.process->pid(), one.recorded("pid"));
  std::ofstream(one.path("go")) << "";
  const auto exit = test_support::run(one.io, seen.process->wait());
  ASSERT_TRUE(exit) << exit.error().message;
  EXPECT_EQ(exit->exit_code, 3);
  EXPECT_EQ(one.out(), "ready\ndone\n");
  EXPECT_EQ(one.look().trace, runner_trace::ended);
}

TEST(RunnerSighting, CancelsTheRunnerOfADeadDaemon) {
  real_run one;
  one.start_and_die({"--on-term", "handed in", "--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(one.has_printed("ready"));
  auto seen = one.look();
  ASSERT_TRUE(seen.process);
  seen.process->cancel();
  seen.process->cancel();
  const auto exit = test_support::run(one.io, seen.process->wait());
  ASSERT_TRUE(exit) << exit.error().message;
  EXPECT_EQ(exit->reason, end_reason::cancelled);
  EXPECT_EQ(one.out(), "ready\nhanded in\n");
  EXPECT_TRUE(wait_until([&] { return one.nothing_left(); }));
  seen.process->cancel();
}

TEST(RunnerSighting, TellsHowItEndedWhileNobodyLooked) {
  real_run one;
  one.start_and_die({"--exit", "7"});
  ASSERT_TRUE(wait_until([&] { return std::filesystem::exists(one.path("exit.json")); }));
  EXPECT_EQ(one.look().trace, runner_trace::ended);
  const auto exit = read_runner_exit(one.path());
  ASSERT_TRUE(exit) << exit.error().message;
  EXPECT_EQ(exit->exit_code, 7);
}

TEST(RunnerSighting, OneThatWasKilledHasDied) {
  real_run one;
  one.start_and_die({"--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(one.has_printed("ready"));
  ::kill(one.recorded("pid"), SIGKILL);
  EXPECT_TRUE(wait_until([&] { return one.look().trace == runner_trace::died; }));
}

// While it opens challenge.json it holds the lock and has not signed yet.
class RunnerThatStarts : public testing::Test {
 protected:
  RunnerThatStarts() {
    std::filesystem::remove(one.path("challenge.json"));
    EXPECT_EQ(::mkfifo(one.path("challenge.json").c_str(), 0600), 0);
    one.start_and_die({"--print", "ready", "--wait-file", one.path("go")});
    EXPECT_TRUE(wait_until([&] { return one.processes().size() == 1; }));
  }
  int runner() const { return one.processes().at(0); }

  real_run one;
};

TEST_F(RunnerThatStarts, IsWaitedFor) {
  ::kill(runner(), SIGSTOP);
  test_support::started look(one.io, look_for_runner(one.io.get_executor(), one.path()));
  one.io.run_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(look.ended());
  ::kill(runner(), SIGCONT);
  const int writer = ::open(one.path("challenge.json").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(writer, 0);
  ::close(writer);
  auto seen = look.get();
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->trace, runner_trace::working);
  EXPECT_EQ(seen->process->pid(), one.recorded("pid"));
}

TEST_F(RunnerThatStarts, IsNoneWhenItIsKilledBeforeItSigned) {
  const int pid = runner();
  test_support::started look(one.io, look_for_runner(one.io.get_executor(), one.path()));
  one.io.run_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(look.ended());
  ::kill(pid, SIGKILL);
  const auto seen = look.get();
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->trace, runner_trace::none);
}

TEST_F(RunnerThatStarts, IsNotStartedASecondTime) {
  const auto second = runner_process::start(one.io.get_executor(), ARENA_RUNNER, one.order({"/bin/true"}));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, bouts::errc::busy);
}

TEST(RunnerSighting, IsAnErrorWhenSomebodyElseHoldsTheDirectory) {
  real_run one;
  const auto held = lock_run(one.path());
  ASSERT_TRUE(held) << held.error().message;
  const auto seen = test_support::run(one.io, look_for_runner(one.io.get_executor(), one.path()));
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().kind, bouts::errc::busy);
}

TEST(RunnerSighting, AStrangerWithItsNumberIsNotTheRunner) {
  const stranger other;
  struct forgery {
    const char* what;
    int pid;
    unsigned long long start_time;
    std::string boot;
  };
  const std::string other_boot = "00000000-0000-0000-0000-000000000000";
  const forgery forgeries[] = {
      {"another start time", other.pid(), other.start_time() + 1, boot_id()},
      {"another boot", other.pid(), other.start_time(), other_boot},
      {"no such process", 4'000'000, 1, boot_id()},
      {"no process at all", -1, 1, boot_id()},
      {"init", 1, 1, boot_id()},
  };
  for (const auto& each : forgeries) {
    real_run one;
    one.forge_record(each.pid, each.start_time, each.boot);
    EXPECT_EQ(one.look().trace, runner_trace::died) << each.what;
    EXPECT_EQ(one.end_leftovers(), 0U) << each.what;
    EXPECT_TRUE(other.lives()) << each.what;
  }
}

TEST(RunnerSighting, ATornRecordIsThatOfADeadRunner) {
  real_run one;
  std::ofstream(one.path("runner.json")) << R"({"pid":12,"sta)";
  EXPECT_EQ(one.look().trace, runner_trace::died);
  EXPECT_EQ(one.end_leftovers(), 0U);
}

}  // namespace
}  // namespace arena
