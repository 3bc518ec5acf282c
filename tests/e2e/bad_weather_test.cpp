// What the network, the arena and the agent do wrong in the middle of a bout.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>

#include <algorithm>

namespace e2e {
namespace {

// The daemon's log, and one submission that is the agent's own.
void expect_one_submission(const arena& a, const std::string& entry, const std::string& content) {
  const auto about = a.entry(entry);
  ASSERT_TRUE(about.at("submission").is_object());
  EXPECT_EQ(about.at("submission").at("content").as_string(), content);
  EXPECT_EQ(a.agent_stats().at("submissions").at(entry).as_int64(), 1);
}

TEST(Flood, StaysWithinThirtyAMinuteWhenTheAgentPrintsFiveHundredEvents) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--events", "500", "--solution", "42"}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  const auto stats = a.agent_stats();
  EXPECT_EQ(a.throttled_events(), 0);
  EXPECT_LE(stats.at("max_event_requests_in_window").as_int64(), 30);
  const auto types = event_types(a.entry(entry));
  EXPECT_EQ(types.front(), "started");
  EXPECT_EQ(types.back(), "submitted");
  // The agent was not held up: sent one after the other, its events would take a quarter of an hour.
  const auto exit = json::parse(read_text(d.run_directory(entry) / "exit.json"));
  EXPECT_LT(exit.at("duration_ms").as_int64(), 30'000);
  EXPECT_EQ(exit.at("stdout_cut").as_int64(), 0);
  // All of them are kept.
  EXPECT_EQ(count_of(read_text(d.run_directory(entry) / "events.jsonl"), "\n"), 502);
}

TEST(Outage, CostsNothingWhenTheArenaGoesAwayForTwentySeconds) {
  arena a({"--judge-after", "200ms"});
  const scratch here;
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--events", "3", "--wait-file", (here.path() / "go").string(),
                                 "--solution", "42"}});
  ASSERT_TRUE(wait_until([&] { return a.entry(entry).at("events_accepted").as_int64() >= 1; })) << d.log();
  a.post("/_arena/outage", {{"seconds", 20}});
  here.write("go", "");
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); }, std::chrono::seconds(90))) << d.log();
  expect_one_submission(a, entry, "42");
  ASSERT_TRUE(wait_until([&] { return d.log_has("poll works again") && d.log_has("ping works again"); }))
      << d.log();
  EXPECT_EQ(count_of(d.log(), "poll failed: 127.0.0.1"), 1) << d.log();
  EXPECT_EQ(count_of(d.log(), "ping failed: 127.0.0.1"), 1) << d.log();
}

struct weather {
  const char* name;
  json::object fault;
  int submission_requests;  // that the arena counts
};

class Fault : public testing::TestWithParam<weather> {};

TEST_P(Fault, StillEndsInOneSubmission) {
  arena a({"--judge-after", "200ms"});
  a.post("/_arena/fault", GetParam().fault);
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); }, std::chrono::seconds(60))) << d.log();
  expect_one_submission(a, entry, "42");
  EXPECT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
}

INSTANTIATE_TEST_SUITE_P(
    All, Fault,
    testing::Values(
        weather{"UnavailableOnOpening",
                {{"path", "/api/v1/challenges/"}, {"method", "POST"}, {"status", 503}, {"count", 2}},
                1},
        weather{"OpeningLost",
                {{"path", "/api/v1/challenges/"}, {"method", "POST"}, {"mode", "cut_after"}, {"count", 1}},
                1},
        weather{"SubmissionLost",
                {{"path", "/api/v1/sessions/"}, {"method", "POST"}, {"mode", "cut_after"}, {"count", 2}},
                3},
        weather{"SubmissionCutBefore",
                {{"path", "/api/v1/sessions/"}, {"method", "POST"}, {"mode", "cut_before"}, {"count", 2}},
                1},
        weather{"SubmissionThrottled",
                {{"path", "/api/v1/sessions/"},
                 {"method", "POST"},
                 {"status", 429},
                 {"retry_after", 1},
                 {"count", 1}},
                1},
        weather{"SubmissionGarbage",
                {{"path", "/api/v1/sessions/"}, {"method", "POST"}, {"mode", "garbage"}, {"count", 1}},
                1},
        weather{"EventsFailing", {{"path", "/api/v1/events"}, {"status", 500}, {"count", 2}}, 1},
        weather{"ResultsHtml", {{"path", "/api/v1/submissions/"}, {"mode", "html"}, {"count", 2}}, 1}),
    [](const auto& one) { return one.param.name; });

TEST(Processes, AreGoneWhenAnAgentIgnoredTermAndForked) {
  const scratch here;
  const auto mark = here.path().filename().string();
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const daemon d(
      a, {.command = {STUB_AGENT, "--ignore-term", "--solution", "best so far", "--fork", "5", "--sleep-ms",
                      "600000"},
          .agent_lines = "    timeout: 1500ms\n    grace: 300ms\n    env: { E2E_MARK: " + mark + " }\n"});
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_TRUE(processes_with("E2E_MARK=" + mark).empty());
  const auto types = event_types(a.entry(entry));
  EXPECT_EQ(std::ranges::count(types, "timed_out"), 1);
  EXPECT_EQ(types.back(), "submitted");
  expect_one_submission(a, entry, "best so far");
  const auto exit = json::parse(read_text(d.run_directory(entry) / "exit.json"));
  EXPECT_EQ(exit.at("reason").as_string(), "deadline");
  EXPECT_TRUE(exit.at("kill_sent").as_bool());
  EXPECT_GE(exit.at("killed_processes").as_int64(), 5);
}

TEST(Deadline, EndsAsTimedOutWhenThereIsNoAnswer) {
  arena a;
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--print", "not an answer", "--sleep-ms", "600000"},
                     .agent_lines = "    timeout: 1s\n"});
  ASSERT_TRUE(wait_until([&] { return d.log_has("timed_out: "); })) << d.log();
  EXPECT_EQ(event_types(a.entry(entry)).back(), "timed_out");
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST(Stopping, LetsARunningBoutFinishAndBeginsNoOther) {
  arena a({"--judge-after", "200ms"});
  const scratch here;
  const auto first = a.assign();
  daemon d(a, {.command = {STUB_AGENT, "--wait-file", (here.path() / "go").string(), "--solution", "42"}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  d.process().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return d.log_has("stopping"); }));
  const auto second = a.assign();
  here.write("go", "");
  EXPECT_EQ(d.process().wait_for_end(), 0) << d.log();
  EXPECT_TRUE(a.is_judged(first));
  EXPECT_TRUE(a.entry(second).at("session").is_null());
}

TEST(Stopping, CancelsAtTheSecondSignal) {
  const scratch here;
  const auto mark = here.path().filename().string();
  arena a;
  const auto entry = a.assign();
  daemon d(a, {.command = {STUB_AGENT, "--solution", "42", "--sleep-ms", "600000"},
               .agent_lines = "    env: { E2E_MARK: " + mark + " }\n"});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  ASSERT_TRUE(wait_until([&] { return processes_with("E2E_MARK=" + mark).size() >= 2; }));
  d.process().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return d.log_has("stopping"); }));
  d.process().signal(SIGTERM);
  EXPECT_EQ(d.process().wait_for_end(), 0) << d.log();
  EXPECT_TRUE(d.log_has("cancelled"));
  EXPECT_TRUE(processes_with("E2E_MARK=" + mark).empty());
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST(Stopping, EndsAtOnceAtTheThirdSignal) {
  arena a;
  a.assign();
  daemon d(a, {.command = {STUB_AGENT, "--ignore-term", "--sleep-ms", "600000"},
               .agent_lines = "    grace: 2s\n"});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  d.process().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return d.log_has("stopping"); }));
  d.process().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return d.log_has("cancelling"); }));
  d.process().signal(SIGINT);
  EXPECT_EQ(d.process().wait_for_end(), 130);
}

}  // namespace
}  // namespace e2e
