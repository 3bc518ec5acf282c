// How runs end, and that nothing is left of them.
#include "tests/runner/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

namespace test_runner {
namespace {

std::string text(const boost::json::value& value) {
  return std::string(value.as_string());
}

TEST(RunnerEnd, TellsTheExitCode) {
  for (const int code : {0, 1, 2, 3, 42, 64, 126, 127, 128, 137, 143, 200, 254, 255}) {
    run one;
    const auto record = one.finish({"--exit", std::to_string(code)});
    EXPECT_EQ(text(record.at("reason")), "exited");
    EXPECT_EQ(record.at("exit_code").as_int64(), code);
    EXPECT_TRUE(record.at("signal").is_null());
    EXPECT_FALSE(record.at("term_sent").as_bool());
    EXPECT_FALSE(record.at("kill_sent").as_bool());
    EXPECT_EQ(record.at("killed_processes").as_int64(), 0);
    EXPECT_EQ(record.at("left_processes").as_int64(), 0);
    EXPECT_TRUE(record.at("spawn_error").is_null());
    EXPECT_TRUE(record.at("write_error").is_null());
    EXPECT_FALSE(record.at("drain_incomplete").as_bool());
  }
}

TEST(RunnerEnd, ASignalThatIsNotOursIsAnEndByItself) {
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGKILL, SIGUSR1, SIGSEGV, SIGPIPE, SIGALRM,
                           SIGTERM, SIGXCPU, SIGRTMIN}) {
    run one;
    const auto record = one.finish({"--kill-self", std::to_string(number)});
    EXPECT_EQ(text(record.at("reason")), "exited");
    EXPECT_TRUE(record.at("exit_code").is_null());
    EXPECT_EQ(record.at("signal").as_int64(), number);
    EXPECT_FALSE(record.at("term_sent").as_bool());
    EXPECT_EQ(record.at("killed_processes").as_int64(), 0);
  }
}

TEST(RunnerEnd, AtTheDeadlineTheAgentMayStillHandIn) {
  run one;
  one.timeout_ms = 200;
  const auto record = one.finish({"--on-term", "handed in late", "--print", "ready", "--sleep-ms", "60000"});
  EXPECT_EQ(text(record.at("reason")), "deadline");
  EXPECT_EQ(record.at("exit_code").as_int64(), 0);
  EXPECT_TRUE(record.at("term_sent").as_bool());
  EXPECT_FALSE(record.at("kill_sent").as_bool());
  EXPECT_EQ(one.out(), "ready\nhanded in late\n");
  EXPECT_GE(record.at("duration_ms").as_int64(), 200);
}

TEST(RunnerEnd, AnAgentThatIgnoresSigtermIsKilledAfterTheGrace) {
  run one;
  one.timeout_ms = 150;
  one.grace_ms = 150;
  const auto record = one.finish({"--ignore-term", "--sleep-ms", "60000"});
  EXPECT_EQ(text(record.at("reason")), "deadline");
  EXPECT_EQ(record.at("signal").as_int64(), SIGKILL);
  EXPECT_TRUE(record.at("term_sent").as_bool());
  EXPECT_TRUE(record.at("kill_sent").as_bool());
  EXPECT_EQ(record.at("killed_processes").as_int64(), 1);
  EXPECT_GE(record.at("duration_ms").as_int64(), 300);
}

TEST(RunnerEnd, AStoppedAgentHearsSigterm) {
  run one;
  one.start({"--kill-self", std::to_string(SIGSTOP), "--sleep-ms", "60000"});
  const auto agent = one.agent_pid();
  ASSERT_TRUE(wait_until([&] {
    return field_of(read_file("/proc/" + std::to_string(agent) + "/status"), "State").starts_with("T");
  }));
  ::kill(one.runner_pid(), SIGTERM);
  EXPECT_EQ(one.wait(), 0);
  EXPECT_EQ(one.exit_record().at("signal").as_int64(), SIGTERM);
  EXPECT_FALSE(one.exit_record().at("kill_sent").as_bool());
}

TEST(RunnerEnd, SigtermToTheRunnerCancels) {
  run one;
  one.start({"--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  ::kill(one.runner_pid(), SIGTERM);
  EXPECT_EQ(one.wait(), 0);
  EXPECT_TRUE(one.nothing_left());
  const auto record = one.exit_record();
  EXPECT_EQ(text(record.at("reason")), "cancelled");
  EXPECT_EQ(record.at("signal").as_int64(), SIGTERM);
  EXPECT_TRUE(record.at("term_sent").as_bool());
}

TEST(RunnerEnd, OtherSignalsDoNotTouchTheRunner) {
  run one;
  one.start({"--print", "ready", "--wait-file", one.path("go")});
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP}) {
    ::kill(one.runner_pid(), number);
  }
  write_file(one.path("go"), "");
  EXPECT_EQ(one.wait(), 0);
  EXPECT_EQ(text(one.exit_record().at("reason")), "exited");
  EXPECT_EQ(one.exit_record().at("exit_code").as_int64(), 0);
}

TEST(RunnerEnd, LeftoversAreKilledWithTheAgent) {
  run one;
  const auto record = one.finish({"--fork", "9", "--exit", "7"});
  EXPECT_EQ(text(record.at("reason")), "exited");
  EXPECT_EQ(record.at("exit_code").as_int64(), 7);
  EXPECT_FALSE(record.at("term_sent").as_bool());
  EXPECT_TRUE(record.at("kill_sent").as_bool());
  EXPECT_EQ(record.at("killed_processes").as_int64(), 9);
}

TEST(RunnerEnd, AtTheDeadlineTheWholeTreeGoes) {
  run one;
  one.timeout_ms = 300;
  one.grace_ms = 100;
  const auto record = one.finish({"--fork", "6", "--ignore-term", "--sleep-ms", "60000"});
  EXPECT_EQ(text(record.at("reason")), "deadline");
  EXPECT_EQ(record.at("killed_processes").as_int64(), 7);
}

TEST(RunnerEnd, AWrappersChildHasTheGraceTheWrapperDoesNotUse) {
  // The shell dies of SIGTERM at once; the agent proper, its child, hands in half a second later.
  run one;
  one.timeout_ms = 300;
  one.command = {
      "/bin/sh", "-c",
      "(trap 'sleep 0.5; echo handed in; exit 0' TERM; echo ready; while :; do sleep 0.05; done) & wait"};
  const auto record = one.finish({});
  EXPECT_EQ(text(record.at("reason")), "deadline");
  EXPECT_EQ(record.at("signal").as_int64(), SIGTERM);
  EXPECT_EQ(one.out(), "ready\nhanded in\n");
  EXPECT_FALSE(record.at("kill_sent").as_bool());
}

TEST(RunnerEnd, ChainsOfForksAreCaught) {
  for (int round = 0; round < 3; ++round) {
    run one;
    const auto record = one.finish({"--keep-forking", "--exit", "0"});
    EXPECT_EQ(record.at("exit_code").as_int64(), 0);
    EXPECT_EQ(record.at("left_processes").as_int64(), 0);
  }
}

TEST(RunnerEnd, ClosingStdoutIsNotTheEnd) {
  run one;
  one.start({"--print", "last words", "--close-stdout", "--wait-file", one.path("go"), "--exit", "5"});
  ASSERT_TRUE(wait_until([&] { return one.out() == "last words\n"; }));
  EXPECT_FALSE(exists(one.path("exit.json")));
  write_file(one.path("go"), "");
  EXPECT_EQ(one.wait(), 0);
  EXPECT_EQ(one.exit_record().at("exit_code").as_int64(), 5);
}

TEST(RunnerEnd, ClosingStdoutDoesNotEscapeTheDeadline) {
  run one;
  one.timeout_ms = 200;
  const auto record = one.finish({"--close-stdout", "--sleep-ms", "60000"});
  EXPECT_EQ(text(record.at("reason")), "deadline");
}

TEST(RunnerEnd, AChildThatHoldsStdoutDoesNotHoldTheRun) {
  run one;
  const auto record = one.finish({"--leak-stdout", "--print", "done"});
  EXPECT_EQ(one.out(), "done\n");
  EXPECT_EQ(record.at("killed_processes").as_int64(), 1);
  EXPECT_FALSE(record.at("drain_incomplete").as_bool());
}

TEST(RunnerEnd, TellsWhatTheAgentUsed) {
  run one;
  const auto record = one.finish({"--cpu-ms", "150", "--memory-mib", "40"});
  EXPECT_GE(record.at("cpu_ms").as_int64(), 150);
  EXPECT_GE(record.at("max_rss_kib").as_int64(), 40 * 1024);
  EXPECT_GE(record.at("duration_ms").as_int64(), 150);
}

}  // namespace
}  // namespace test_runner
