#include "daemon/leftovers.hpp"

#include "tests/daemon/real_run.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

#include <fstream>

namespace arena {
namespace {

using test_support::wait_until;

// The runner is killed, and its death awaited.
void kill_runner(real_run& one) {
  ::kill(one.recorded("pid"), SIGKILL);
  ASSERT_TRUE(wait_until([&] { return one.look().trace == runner_trace::died; }));
}

bool lives(int pid) {
  return ::kill(pid, 0) == 0 && !text_of("/proc/" + std::to_string(pid) + "/cmdline").empty();
}

// The number that the agent wrote into a file of its working directory.
int number_in(const real_run& one, const std::string& name) {
  int number = 0;
  wait_until([&] { return !!(std::ifstream(one.path("work") / name) >> number); });
  return number;
}

TEST(Leftovers, ThereAreNoneWhereNothingRan) {
  real_run one;
  EXPECT_EQ(one.end_leftovers(), 0U);
}

TEST(Leftovers, OfAKilledRunnerAreAllKilled) {
  real_run one;
  one.start_and_die({"--fork", "9", "--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(one.has_printed("ready"));
  kill_runner(one);
  // Every third has its own session and no parent, every third its own session, the others are plain.
  ASSERT_TRUE(wait_until([&] { return one.processes().size() >= 9; }));
  EXPECT_GE(one.end_leftovers(), 9U);
  EXPECT_TRUE(one.nothing_left());
  EXPECT_EQ(one.end_leftovers(), 0U);
}

TEST(Leftovers, ThatForkWithoutEndAreCaught) {
  real_run one;
  one.start_and_die({"--keep-forking", "--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(one.has_printed("ready"));
  kill_runner(one);
  EXPECT_GE(one.end_leftovers(), 1U);
  EXPECT_TRUE(one.nothing_left());
}

TEST(Leftovers, AreKnownByTheirPlaceWhenTheyHideTheirEnvironment) {
  real_run one;
  one.start_command_and_die(
      {"/bin/sh", "-c", "env -i sleep 60 & echo $! > hidden; sleep 0.05; echo ready; sleep 60"});
  ASSERT_TRUE(one.has_printed("ready"));
  const int hidden = number_in(one, "hidden");
  ASSERT_TRUE(lives(hidden));
  kill_runner(one);
  EXPECT_GE(one.end_leftovers(), 1U);
  EXPECT_TRUE(wait_until([&] { return !lives(hidden); }));
}

TEST(Leftovers, AreKnownByTheirParentWhenNothingElseTells) {
  real_run one;
  one.start_command_and_die(
      {"/bin/sh", "-c",
       "setsid sh -c 'env -i setsid sh -c \"cd /; sleep 60 & echo \\$! > $PWD/hidden; wait\" & wait' & "
       "while [ ! -s hidden ]; do sleep 0.01; done; echo ready; sleep 60"});
  ASSERT_TRUE(one.has_printed("ready"));
  const int hidden = number_in(one, "hidden");
  ASSERT_TRUE(lives(hidden));
  kill_runner(one);
  EXPECT_GE(one.end_leftovers(), 3U);
  EXPECT_TRUE(wait_until([&] { return !lives(hidden); }));
}

TEST(Leftovers, AStrangerIsNoneOfThem) {
  const stranger other;
  real_run one;
  // The agent's number and session are somebody else's now.
  one.forge_record(other.pid(), other.start_time() - 1, boot_id());
  EXPECT_EQ(one.end_leftovers(), 0U);
  EXPECT_TRUE(other.lives());
}

TEST(Leftovers, OfAnotherRunAreNotTouched) {
  real_run one;
  real_run other;
  other.start_and_die({"--print", "ready", "--wait-file", other.path("go")});
  one.start_and_die({"--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(one.has_printed("ready") && other.has_printed("ready"));
  kill_runner(one);
  one.end_leftovers();
  EXPECT_TRUE(one.nothing_left());
  EXPECT_EQ(other.look().trace, runner_trace::working);
}

}  // namespace
}  // namespace arena
