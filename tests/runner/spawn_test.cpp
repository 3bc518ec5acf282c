// What the agent starts with, and what is said when it cannot be started.
#include "runner/spawn.hpp"

#include "tests/runner/harness.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace test_runner {
namespace {

constexpr const char* status_file = "/proc/self/status";

// The record of a run whose agent was not started; expects that it was not.
boost::json::object expect_spawn_failure(run& one, const std::string& sentence) {
  auto record = one.finish({});
  EXPECT_EQ(record.at("reason").as_string(), "spawn_failed");
  EXPECT_TRUE(record.at("exit_code").is_null());
  EXPECT_TRUE(record.at("signal").is_null());
  EXPECT_FALSE(record.at("kill_sent").as_bool());
  EXPECT_EQ(record.at("spawn_error").as_string(), sentence);
  return record;
}

TEST(RunnerSpawn, ACommandThatIsNotInThePath) {
  run one;
  one.command = {"no-such-agent"};
  expect_spawn_failure(one, "The command 'no-such-agent' was not found in the agent's PATH.");
}

TEST(RunnerSpawn, AFileThatIsNotThere) {
  run one;
  one.command = {"./agent.py"};
  expect_spawn_failure(
      one,
      "The command './agent.py' was not found, or the interpreter it names is missing (working "
      "directory '" +
          one.cwd + "').");
}

TEST(RunnerSpawn, AnInterpreterThatIsNotThere) {
  run one;
  write_file(one.path("agent.py"), "#!/no/such/python\n");
  ::chmod(one.path("agent.py").c_str(), 0700);
  one.command = {one.path("agent.py")};
  expect_spawn_failure(
      one, "The command '" + one.path("agent.py") +
               "' was not found, or the interpreter it names is missing (working directory '" + one.cwd +
               "').");
}

TEST(RunnerSpawn, AFileThatIsNotExecutable) {
  run one;
  write_file(one.path("agent.py"), "print()");
  one.command = {one.path("agent.py")};
  expect_spawn_failure(one, "The command '" + one.path("agent.py") +
                                "' is not an executable file that the agent's user may run.");
}

TEST(RunnerSpawn, AWorkingDirectoryThatIsNotThere) {
  run one;
  one.cwd = one.path("none");
  expect_spawn_failure(one, "The working directory '" + one.path("none") +
                                "' could not be entered: No such file or directory.");
}

TEST(RunnerSpawn, TheCommandIsFoundFromTheWorkingDirectory) {
  run one;
  ::mkdir(one.path("work").c_str(), 0700);
  write_file(one.path("work/agent.sh"), "#!/bin/sh\npwd\n");
  ::chmod(one.path("work/agent.sh").c_str(), 0700);
  one.cwd = one.path("work");
  one.command = {"./agent.sh"};
  one.finish({});
  EXPECT_EQ(one.out(), one.path("work") + "\n");
}

TEST(RunnerSpawn, SaysWhichStepFailed) {
  namespace room = arena::runner;
  room::options options;
  options.command = {"agent"};
  options.cwd = "/work";
  options.user = room::account{1000, 100};
  EXPECT_EQ(describe(room::spawn_failure{room::spawn_stage::user, EPERM}, options),
            "The agent's user could not be taken on (uid 1000, gid 100): Operation not permitted.");
  EXPECT_EQ(describe(room::spawn_failure{room::spawn_stage::limits, EINVAL}, options),
            "The agent's limits could not be set: Invalid argument.");
  EXPECT_EQ(describe(room::spawn_failure{room::spawn_stage::execute, E2BIG}, options),
            "The command 'agent' could not be executed: Argument list too long.");
  EXPECT_EQ(describe(room::spawn_failure{room::spawn_stage::stdio, EMFILE}, options),
            "The agent's input and output could not be connected: Too many open files.");
  EXPECT_EQ(describe(room::spawn_failure{room::spawn_stage::privileges, EINVAL}, options),
            "The agent could not be kept from gaining privileges: Invalid argument.");
}

TEST(RunnerSpawn, NoDescriptorComesAlong) {
  run one;
  one.before_exec = [] {
    // What a careless daemon leaves open, far and near, without CLOEXEC.
    const int leaked = ::open("/dev/null", O_RDONLY);
    ::dup2(leaked, 17);
    ::dup2(leaked, 700);
  };
  one.finish({"--fds"});
  EXPECT_EQ(one.out(), "fds 0 1 2\n");
}

TEST(RunnerSpawn, StdioIsSoundEvenWhenTheRunnersIsClosed) {
  run one;
  one.before_exec = [] {
    ::close(STDIN_FILENO);
    ::close(STDOUT_FILENO);
    ::close(STDERR_FILENO);
  };
  one.finish({"--fds", "--echo-stdin", "--err", "err"});
  EXPECT_EQ(one.out(), "fds 0 1 2\n" + one.challenge);
  EXPECT_EQ(one.err(), "err\n");
}

TEST(RunnerSpawn, SignalsAreAsAProgramExpectsThem) {
  run one;
  one.before_exec = [] {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGTERM, SIG_IGN);
    ::signal(SIGCHLD, SIG_IGN);
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
  };
  one.finish({"--cat", status_file});
  EXPECT_EQ(field_of(one.out(), "SigBlk"), "0000000000000000");
  EXPECT_EQ(field_of(one.out(), "SigIgn"), "0000000000000000");
  EXPECT_EQ(field_of(one.out(), "SigCgt"), "0000000000000000");
}

TEST(RunnerSpawn, NoNewPrivilegesAndNoCoreFiles) {
  run one;
  one.finish({"--cat", status_file, "--cat", "/proc/self/limits"});
  EXPECT_EQ(field_of(one.out(), "NoNewPrivs"), "1");
  EXPECT_NE(one.out().find("Max core file size        0                    0"), std::string::npos)
      << one.out();
}

TEST(RunnerSpawn, TheAgentIsTheFirstToGoWhenMemoryRunsOut) {
  const int own = std::atoi(read_file("/proc/self/oom_score_adj").c_str());
  run one;
  one.finish({"--cat", "/proc/self/oom_score_adj"});
  EXPECT_EQ(std::atoi(one.out().c_str()), std::max(own, 500));
}

TEST(RunnerSpawn, AHigherOomScoreStays) {
  run one;
  one.before_exec = [] { write_file("/proc/self/oom_score_adj", "800"); };
  one.finish({"--cat", "/proc/self/oom_score_adj"});
  EXPECT_EQ(one.out(), "800\n");
}

TEST(RunnerSpawn, TheEnvironmentIsPassedOnUnchanged) {
  run one;
  one.environment["ARENA_ENTRY_ID"] = "e1";
  one.environment["ODD"] = " a=b\n";
  one.command = {"/usr/bin/env"};
  one.finish({});
  EXPECT_NE(one.out().find("ARENA_ENTRY_ID=e1\n"), std::string::npos);
  EXPECT_NE(one.out().find("ODD= a=b\n\n"), std::string::npos);
  // PATH, the mark, and the two above, one of which has another in its value.
  EXPECT_EQ(std::ranges::count(one.out(), '='), 5) << one.out();
}

TEST(RunnerSpawn, TheFileModeMaskIsPassedOn) {
  run one;
  one.before_exec = [] { ::umask(0027); };
  one.command = {"/bin/sh", "-c", "umask"};
  one.finish({});
  EXPECT_EQ(one.out(), "0027\n");
  struct stat info{};
  ASSERT_EQ(::stat(one.path("exit.json").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(RunnerSpawn, LimitsAreSetAndOnlyEverLowered) {
  run one;
  one.more_options = {"--memory", "1000000000", "--processes", "500", "--open-files", "64"};
  one.finish({"--cat", "/proc/self/limits"});
  const auto limits = one.out();
  EXPECT_NE(limits.find("Max open files            64                   64"), std::string::npos) << limits;
  EXPECT_NE(limits.find("Max processes             500                  500"), std::string::npos) << limits;
  EXPECT_NE(limits.find("Max address space         1000000000           1000000000"), std::string::npos)
      << limits;

  run other;
  other.more_options = {"--open-files", "9000000000"};
  EXPECT_TRUE(other.finish({}).at("spawn_error").is_null());
}

TEST(RunnerSpawn, AMemoryLimitIsKept) {
  run one;
  one.more_options = {"--memory", "200000000"};
  EXPECT_EQ(one.finish({"--memory-mib", "400"}).at("exit_code").as_int64(), 12);
  EXPECT_EQ(one.out(), "out of memory\n");
}

// fork() fails: there is no agent and no runner.json, but the run has an end.
TEST(RunnerSpawn, NoProcessCanBeMade) {
  if (::geteuid() != 0 || SANITIZED) {
    GTEST_SKIP() << "only a user of its own has so few processes, and the leak checker needs one more";
  }
  constexpr uid_t nobody_else = 61'234;
  run one;
  write_file(one.path("challenge.json"), one.challenge);
  ::chown(one.path("challenge.json").c_str(), nobody_else, nobody_else);
  ::chown(one.path("").c_str(), nobody_else, nobody_else);
  one.before_exec = [] {
    const rlimit only_itself{1, 1};
    ::setrlimit(RLIMIT_NPROC, &only_itself);
    ::setresuid(nobody_else, nobody_else, nobody_else);
    if (::access(ARENA_RUNNER, X_OK) != 0) {
      ::_exit(77);
    }
  };
  one.start({});
  const int code = one.wait();
  if (code == 77) {
    GTEST_SKIP() << "another user cannot reach the programs here";
  }
  EXPECT_EQ(code, 0) << one.runner_stderr();
  EXPECT_EQ(one.exit_record().at("reason").as_string(), "spawn_failed");
  EXPECT_EQ(one.exit_record().at("spawn_error").as_string(),
            "A process for the agent could not be made: Resource temporarily unavailable.");
  EXPECT_FALSE(exists(one.path("runner.json")));
}

TEST(RunnerSpawn, TheUserIsSwitchedWithAllItsGroups) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "another user can only be taken on by root";
  }
  run one;
  one.cwd = "/";
  one.more_options = {"--uid", "65534", "--gid", "65533"};
  one.command = {"/bin/cat", status_file};
  const auto record = one.finish({});
  EXPECT_TRUE(record.at("spawn_error").is_null()) << record;
  EXPECT_EQ(field_of(one.out(), "Uid"), "65534\t65534\t65534\t65534");
  EXPECT_EQ(field_of(one.out(), "Gid"), "65533\t65533\t65533\t65533");
  EXPECT_EQ(field_of(one.out(), "Groups"), "65533 ");
  EXPECT_EQ(field_of(one.out(), "CapEff"), "0000000000000000");
}

TEST(RunnerSpawn, AnotherUserMayOpenItsStdioByName) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "another user can only be taken on by root";
  }
  run one;
  one.cwd = "/";
  one.more_options = {"--uid", "65534", "--gid", "65533"};
  one.command = {"/bin/sh", "-c", "cat /dev/stdin > /dev/stdout; echo failed > /dev/stderr"};
  one.finish({});
  EXPECT_EQ(one.out(), one.challenge);
  EXPECT_EQ(one.err(), "failed\n");
}

TEST(RunnerSpawn, TheWorkingDirectoryIsEnteredWithTheAgentsRights) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "another user can only be taken on by root";
  }
  run one;
  one.more_options = {"--uid", "65534", "--gid", "65533"};
  one.command = {"/bin/true"};
  expect_spawn_failure(one,
                       "The working directory '" + one.cwd + "' could not be entered: Permission denied.");
}

TEST(RunnerSpawn, TheAgentLeadsASessionOfItsOwn) {
  run one;
  one.start({"--wait-file", one.path("go")});
  const auto agent = one.agent_pid();
  ASSERT_TRUE(wait_until([&] { return ::getsid(agent) == agent; }));
  EXPECT_EQ(::getpgid(agent), agent);
  EXPECT_EQ(::getsid(one.runner_pid()), one.runner_pid());
  write_file(one.path("go"), "");
  EXPECT_EQ(one.wait(), 0);
}

}  // namespace
}  // namespace test_runner
