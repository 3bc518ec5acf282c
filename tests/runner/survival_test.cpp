// The runner outlives its daemon; the agent does not outlive the runner.
#include "runner/identity.hpp"
#include "runner/options.hpp"
#include "tests/runner/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace test_runner {
namespace {

TEST(RunnerSurvival, TheRecordTellsWhoRunsWhom) {
  run one;
  one.start({"--print", "ready", "--wait-file", one.path("go")});
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  const auto record = one.runner_record();
  const auto agent = static_cast<pid_t>(record.at("agent_pid").as_int64());
  EXPECT_EQ(record.at("pid").as_int64(), one.runner_pid());
  const auto runner_stat = arena::runner::read_process_stat(one.runner_pid());
  const auto agent_stat = arena::runner::read_process_stat(agent);
  ASSERT_TRUE(runner_stat && agent_stat);
  EXPECT_EQ(record.at("start_time").to_number<std::uint64_t>(), runner_stat->start_time);
  EXPECT_EQ(record.at("agent_start_time").to_number<std::uint64_t>(), agent_stat->start_time);
  EXPECT_EQ(agent_stat->parent, one.runner_pid());
  EXPECT_EQ(std::string(record.at("boot_id").as_string()) + "\n",
            read_file("/proc/sys/kernel/random/boot_id"));
  write_file(one.path("go"), "");
  EXPECT_EQ(one.wait(), 0);
}

TEST(RunnerSurvival, TheRecordIsThereBeforeTheAgent) {
  run one;
  one.finish({"--cat", one.path("runner.json")});
  EXPECT_EQ(one.out(), read_file(one.path("runner.json")));
  EXPECT_NE(one.out(), "");
}

TEST(RunnerSurvival, OutlivesItsStarterAndItsStartersGroup) {
  run one;
  write_file(one.path("challenge.json"), one.challenge);
  const pid_t starter = ::fork();
  ASSERT_GE(starter, 0);
  if (starter == 0) {
    ::setpgid(0, 0);
    if (::fork() == 0) {
      one.become_runner(
          {"--print", "ready", "--wait-file", one.path("go"), "--print", "still here", "--exit", "9"});
    }
    for (;;) {
      ::pause();
    }
  }
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  ::kill(-starter, SIGTERM);
  ::kill(-starter, SIGKILL);
  ASSERT_EQ(::waitpid(starter, nullptr, 0), starter);
  write_file(one.path("go"), "");
  ASSERT_TRUE(wait_until([&] { return exists(one.path("exit.json")); }));
  EXPECT_EQ(one.exit_record().at("exit_code").as_int64(), 9);
  EXPECT_EQ(one.out(), "ready\nstill here\n");
  EXPECT_TRUE(wait_until([&] { return one.nothing_left(); }));
}

// A daemon that starts it as the leader of a process group has taken setsid() from it.
TEST(RunnerSurvival, HasASessionOfItsOwnEvenAsAGroupLeader) {
  run one;
  one.before_exec = [] { ::setpgid(0, 0); };
  one.start({"--wait-file", one.path("go")});
  ASSERT_NE(one.agent_pid(), 0);
  EXPECT_EQ(::getsid(one.runner_pid()), one.runner_pid());
  write_file(one.path("go"), "");
  EXPECT_EQ(one.wait(), 0);
}

TEST(RunnerSurvival, TheAgentDiesWithTheRunner) {
  run one;
  one.start({"--ignore-term", "--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  ::kill(one.runner_pid(), SIGKILL);
  EXPECT_EQ(one.wait(), -1);
  EXPECT_TRUE(wait_until([&] { return one.nothing_left(); }));
  EXPECT_FALSE(exists(one.path("exit.json")));
}

TEST(RunnerSurvival, TheAgentOfAnotherUserDiesWithTheRunnerToo) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "another user can only be taken on by root";
  }
  run one;
  one.cwd = "/";
  one.more_options = {"--uid", "65534", "--gid", "65534"};
  one.command = {"/bin/sleep", "60"};
  one.start({});
  const auto agent = one.agent_pid();
  const auto uid = [&] { return field_of(read_file("/proc/" + std::to_string(agent) + "/status"), "Uid"); };
  const auto name = [&] { return field_of(read_file("/proc/" + std::to_string(agent) + "/status"), "Name"); };
  ASSERT_TRUE(wait_until([&] { return uid().starts_with("65534") && name() == "sleep"; }));
  ::kill(one.runner_pid(), SIGKILL);
  EXPECT_EQ(one.wait(), -1);
  EXPECT_TRUE(wait_until([&] { return one.nothing_left(); }));
}

TEST(RunnerSurvival, ARunIsNotRunTwiceAtOnceNorAgain) {
  run one;
  one.start({"--print", "ready", "--wait-file", one.path("go")});
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  for (const auto* sentence : {"Another runner holds", "this run is over"}) {
    const pid_t second = ::fork();
    if (second == 0) {
      one.become_runner({"--print", "twice"});
    }
    int status = 0;
    ::waitpid(second, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 2);
    EXPECT_NE(one.runner_stderr().find(sentence), std::string::npos) << one.runner_stderr();
    write_file(one.path("go"), "");
    if (one.runner_pid() != 0) {
      EXPECT_EQ(one.wait(), 0);
    }
  }
  EXPECT_EQ(one.out(), "ready\n");
}

TEST(RunnerSurvival, SaysWhyItCannotBegin) {
  run unusable;
  unusable.cwd = "";
  unusable.start({});
  EXPECT_EQ(unusable.wait(), 1);
  EXPECT_EQ(unusable.runner_stderr(), "arena-runner: --cwd must not be empty. See arena-runner --help.\n");

  run blocked;
  ASSERT_EQ(::mkdir(blocked.path("stdout.log").c_str(), 0700), 0);
  blocked.start({"--touch", blocked.path("ran")});
  EXPECT_EQ(blocked.wait(), 2);
  EXPECT_EQ(blocked.runner_stderr(), "arena-runner: stdout.log could not be opened: Is a directory.\n");
  EXPECT_FALSE(exists(blocked.path("ran")));
  EXPECT_FALSE(exists(blocked.path("exit.json")));
}

TEST(RunnerSurvival, HelpIsPrintedAndIsNoError) {
  FILE* help = ::popen(ARENA_RUNNER " --help", "r");
  ASSERT_NE(help, nullptr);
  char text[4096];
  const auto size = std::fread(text, 1, sizeof text, help);
  EXPECT_EQ(::pclose(help), 0);
  EXPECT_EQ(std::string_view(text, size), arena::runner::usage());
}

// runner.json cannot be put in place: nobody would know of the agent, so it must not run.
TEST(RunnerSurvival, WithoutItsRecordTheAgentDoesNotRun) {
  run one;
  ASSERT_EQ(::mkdir(one.path("runner.json").c_str(), 0700), 0);
  one.start({"--touch", one.path("ran")});
  EXPECT_EQ(one.wait(), 2);
  EXPECT_TRUE(wait_until([&] { return one.nothing_left(); }));
  EXPECT_FALSE(exists(one.path("ran")));
}

}  // namespace
}  // namespace test_runner
