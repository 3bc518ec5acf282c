// What a daemon that comes back finds and does: by the signals, files and kills of a real machine.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace e2e {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// An agent that says that it was started, and answers when it is told to.
struct patient_agent {
  scratch here;
  std::string mark = here.path().filename().string();

  std::vector<std::string> command(const std::string& answer) const {
    return {"/bin/sh", "-c",
            "echo x >> " + starts().string() +
                "; echo '{\"type\":\"tool_call\",\"summary\":\"first\"}'; while [ ! -e " +
                (here.path() / "go").string() +
                " ]; do sleep 0.05; done; echo '{\"type\":\"tool_call\",\"summary\":\"second\"}'; "
                "echo '{\"type\":\"submission\",\"content\":\"" +
                answer + "\"}'"};
  }
  std::string lines() const { return "    env: { E2E_MARK: " + mark + " }\n"; }
  fs::path starts() const { return here.path() / "starts"; }
  void go() const { here.write("go", ""); }
  int times_started() const { return count_of(read_text(starts()), "x"); }
  bool is_gone() const { return processes_with("E2E_MARK=" + mark).empty(); }
};

void expect_one_submission(const arena& a, const std::string& entry, const std::string& content) {
  const auto about = a.entry(entry);
  ASSERT_TRUE(about.at("submission").is_object());
  EXPECT_EQ(about.at("submission").at("content").as_string(), content);
  EXPECT_EQ(a.agent_stats().at("submissions").at(entry).as_int64(), 1);
}

// The types of the events shown, without the repeat of one whose answer the killed daemon did not live to
// note: the one thing that may be shown twice.
std::vector<std::string> shown_once(const arena& a, const std::string& entry) {
  auto types = event_types(a.entry(entry));
  constexpr std::size_t with_a_repeat = 5;
  if (types.size() == with_a_repeat) {
    types.erase(std::ranges::adjacent_find(types));
  }
  return types;
}

void wait_for_first_event(const arena& a, const std::string& entry, const daemon& d) {
  ASSERT_TRUE(wait_until([&] { return event_types(a.entry(entry)).size() >= 2; })) << d.log();
}

TEST(Restart, TakesOverARunningAgentAfterAKill) {
  const patient_agent agent;
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  daemon d(a, {.command = agent.command("survived"), .agent_lines = agent.lines()});
  wait_for_first_event(a, entry, d);
  d.kill();
  EXPECT_FALSE(agent.is_gone());
  d.start_again();
  ASSERT_TRUE(wait_until([&] { return d.log_has("taking it over"); })) << d.log();
  agent.go();
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_EQ(agent.times_started(), 1);
  EXPECT_TRUE(agent.is_gone());
  expect_one_submission(a, entry, "survived");
  EXPECT_EQ(shown_once(a, entry),
            (std::vector<std::string>{"started", "tool_call", "tool_call", "submitted"}));
  EXPECT_EQ(count_of(read_text(d.run_directory(entry) / "events.jsonl"), "\n"), 4);
}

TEST(Restart, FindsTheAnswerOfAnAgentThatEndedMeanwhile) {
  const patient_agent agent;
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  daemon d(a, {.command = agent.command("waiting for you"), .agent_lines = agent.lines()});
  wait_for_first_event(a, entry, d);
  d.kill();
  agent.go();
  ASSERT_TRUE(wait_until([&] { return fs::exists(d.run_directory(entry) / "exit.json"); }));
  d.start_again();
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_EQ(agent.times_started(), 1);
  expect_one_submission(a, entry, "waiting for you");
}

TEST(Restart, LeavesAgentsRunningWhenAskedTo) {
  const patient_agent agent;
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  daemon d(a, {.command = agent.command("upgraded"),
               .agent_lines = agent.lines(),
               .lines = "shutdown: { leave_running: true }\n"});
  wait_for_first_event(a, entry, d);
  d.process().signal(SIGTERM);
  EXPECT_EQ(d.process().wait_for_end(2s), 0) << d.log();
  EXPECT_TRUE(d.log_has("1 bout(s) are left to the next daemon")) << d.log();
  EXPECT_FALSE(agent.is_gone());
  d.start_again();
  agent.go();
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_EQ(agent.times_started(), 1);
  expect_one_submission(a, entry, "upgraded");
}

TEST(Restart, FailsABoutWhoseRunnerWasKilledAndLeavesNoProcess) {
  const patient_agent agent;
  arena a;
  const auto entry = a.assign();
  daemon d(a, {.command = agent.command("never"), .agent_lines = agent.lines()});
  wait_for_first_event(a, entry, d);
  const auto runner = json::parse(read_text(d.run_directory(entry) / "runner.json")).at("pid").as_int64();
  d.kill();
  ::kill(static_cast<pid_t>(runner), SIGKILL);
  d.start_again();
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent failed: its runner was killed"); }))
      << d.log();
  EXPECT_TRUE(agent.is_gone());
  EXPECT_EQ(agent.times_started(), 1);
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST(Restart, RunsTheAgentAgainWhenItsRunnerWasKilledAndRetriesAllowIt) {
  const patient_agent agent;
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  daemon d(a, {.command = agent.command("second try"), .agent_lines = agent.lines() + "    retries: 1\n"});
  wait_for_first_event(a, entry, d);
  const auto runner = json::parse(read_text(d.run_directory(entry) / "runner.json")).at("pid").as_int64();
  ::kill(static_cast<pid_t>(runner), SIGKILL);  // under the eyes of its daemon
  ASSERT_TRUE(wait_until([&] { return agent.times_started() == 2; })) << d.log();
  agent.go();
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_TRUE(agent.is_gone());
  expect_one_submission(a, entry, "second try");
}

TEST(Restart, SetsADamagedJournalAsideAndGoesOnFromTheRunDirectory) {
  const patient_agent agent;
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  daemon d(a, {.command = agent.command("not lost"), .agent_lines = agent.lines()});
  wait_for_first_event(a, entry, d);
  d.kill();
  // Without its log, from which SQLite would make the file whole again.
  fs::remove(d.state() / "journal.db-wal");
  std::ofstream(d.state() / "journal.db", std::ios::trunc) << "rubbish";
  d.start_again();
  ASSERT_TRUE(wait_until([&] { return d.log_has("taking it over"); })) << d.log();
  EXPECT_TRUE(d.log_has("it was put aside as")) << d.log();
  agent.go();
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_EQ(agent.times_started(), 1);
  expect_one_submission(a, entry, "not lost");
  EXPECT_EQ(event_types(a.entry(entry)),
            (std::vector<std::string>{"started", "tool_call", "tool_call", "submitted"}));
}

TEST(Restart, RemembersAnEndedBoutThatTheArenaStillLists) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  daemon d(a, {.command = {STUB_AGENT}});  // gives no answer
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent ended without an answer"); })) << d.log();
  d.kill();
  d.start_again();
  const auto polls = [&] { return a.requests("GET", "/api/v1/challenges/assigned"); };
  const int before = polls();
  ASSERT_TRUE(wait_until([&] { return polls() > before + 3; })) << d.log();
  EXPECT_EQ(count_of(d.log(), "assigned: "), 1);
}

TEST(TwoDaemons, OnOneStateDirectoryAreRefused) {
  arena a;
  daemon d(a, {.command = {STUB_AGENT}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("online as"); })) << d.log();
  const auto second = run(ARENA_CONNECT, {"run", "--config", d.config().string()});
  EXPECT_EQ(second.code, 9);
  EXPECT_NE(second.err.find("in use by another arena-connect, process " + std::to_string(d.process().pid())),
            std::string::npos)
      << second.err;
}

TEST(Outage, LongerThanTheDeadlineEndsAsRejectedAndTheAnswerIsKept) {
  const patient_agent agent;
  arena a({"--time-scale", "6"});
  const auto entry = a.assign({{"ends_in_s", 60}, {"time_limit_minutes", 1}});
  daemon d(a, {.command = agent.command("too late"), .agent_lines = agent.lines()});
  wait_for_first_event(a, entry, d);
  a.post("/_arena/outage", {{"on", true}});
  agent.go();
  ASSERT_TRUE(wait_until([&] { return d.log_has("rejected: "); }, 120s)) << d.log();
  EXPECT_TRUE(d.log_has("could not be handed in")) << d.log();
  EXPECT_NE(read_text(d.run_directory(entry) / "solution.json").find("too late"), std::string::npos);
  a.post("/_arena/outage", {{"on", false}});
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST(FullDisk, ParksNewBoutsKeepsTheRunningOneAndRecovers) {
  const patient_agent agent;
  arena a({"--judge-after", "200ms"});
  const scratch here;
  const auto disk = here.path() / "disk";
  fs::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=16m") != 0) {
    GTEST_SKIP() << "no file system may be mounted here: " << std::strerror(errno);
  }
  {
    const auto first = a.assign();
    daemon d(a, {.command = agent.command("kept"),
                 .agent_lines = agent.lines() + "    concurrency: 2\n",
                 .state_dir = disk / "state"});
    wait_for_first_event(a, first, d);
    std::ofstream ballast(disk / "ballast", std::ios::binary);
    while (ballast << std::string(4096, 'x') << std::flush) {
    }
    const auto second = a.assign();
    ASSERT_TRUE(wait_until([&] { return d.log_has("a new bout does not begin"); })) << d.log();
    agent.go();
    ASSERT_TRUE(wait_until([&] { return d.log_has("the agent ended: exit code 0"); })) << d.log();
    EXPECT_TRUE(a.entry(second).at("session").is_null()) << "nothing is begun that cannot be kept";
    ballast.close();
    fs::remove(disk / "ballast");
    ASSERT_TRUE(wait_until([&] { return a.is_judged(first) && a.is_judged(second); })) << d.log();
    expect_one_submission(a, first, "kept");
    EXPECT_EQ(agent.times_started(), 2);
  }
  ::umount(disk.c_str());
}

}  // namespace
}  // namespace e2e
