// Challenges that an agent enters without being asked.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

// A challenge that nobody is assigned; its id.
std::string open_challenge(const arena& a, json::object more = {}) {
  more.emplace("agent", nullptr);
  more.emplace("category", "algorithms");
  more.emplace("format", "sprint");
  return std::string(a.post("/_arena/assign", more).at("challenge_id").as_string());
}

// Entries in that challenge.
std::vector<json::object> entries_in(const arena& a, const std::string& challenge) {
  std::vector<json::object> found;
  const auto all = a.get("/_arena/entries");
  for (const auto& one : all.at("entries").as_array()) {
    if (one.at("challenge_id").as_string() == challenge) {
      found.push_back(one.as_object());
    }
  }
  return found;
}

bool is_played(const arena& a, const std::string& challenge) {
  const auto found = entries_in(a, challenge);
  return found.size() == 1 && found.front().at("submission").is_object();
}

TEST(Enter, PlaysWhatTheRulesWantAndNothingElse) {
  arena a({"--judge-after", "100ms"});
  const auto wanted = open_challenge(a);
  const auto dear = open_challenge(a, {{"entry_fee_cents", 501}});
  const auto affordable = open_challenge(a, {{"entry_fee_cents", 500}});
  const auto other_category = open_challenge(a, {{"category", "writing"}});
  const auto long_one = open_challenge(a, {{"ends_in_s", 7 * 24 * 3600}});
  const daemon d(
      a, {.command = {STUB_AGENT, "--solution", "42"},
          .agent_lines = "    enter: { enabled: true, categories: [algorithms], max_fee_cents: 500 }\n"});
  ASSERT_TRUE(wait_until([&] { return is_played(a, wanted) && is_played(a, affordable); })) << d.log();
  const auto looks = a.requests("GET", "/api/v1/challenges?");
  ASSERT_TRUE(wait_until([&] { return a.requests("GET", "/api/v1/challenges?") >= looks + 2; })) << d.log();
  for (const auto& other : {dear, other_category, long_one}) {
    EXPECT_TRUE(entries_in(a, other).empty());
  }
  EXPECT_EQ(event_types(entries_in(a, wanted).front()).front(), "started");
}

TEST(Enter, TakesOneAtATime) {
  arena a({"--judge-after", "100ms"});
  const scratch here;
  const auto go = (here.path() / "go").string();
  std::vector<std::string> challenges;
  for (int i = 0; i < 3; ++i) {
    challenges.push_back(open_challenge(a));
  }
  const daemon d(a, {.command = {STUB_AGENT, "--wait-file", go, "--solution", "42"},
                     .agent_lines = "    concurrency: 3\n    enter: { enabled: true }\n"});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  const auto pings = a.requests("POST", "/api/v1/agents/ping");  // some time passes, several looks among it
  ASSERT_TRUE(wait_until([&] { return a.requests("POST", "/api/v1/agents/ping") >= pings + 6; }));
  EXPECT_EQ(a.get("/_arena/entries").at("entries").as_array().size(), 1U);
  here.write("go", "");
  for (const auto& one : challenges) {
    ASSERT_TRUE(wait_until([&] { return is_played(a, one); })) << d.log();
  }
}

TEST(Enter, LeavesAloneWhatIsEnteredAlready) {
  arena a({"--judge-after", "100ms"});
  const auto entered = open_challenge(a);
  ASSERT_EQ(
      run(BOUTS, {"sessions", "open", entered}, {{"BOUTS_API_KEY", a.token()}, {"BOUTS_BASE_URL", a.url()}})
          .code,
      0);
  const auto other = open_challenge(a);
  const daemon d(
      a, {.command = {STUB_AGENT, "--solution", "42"}, .agent_lines = "    enter: { enabled: true }\n"});
  ASSERT_TRUE(wait_until([&] { return is_played(a, other); })) << d.log();
  EXPECT_TRUE(entries_in(a, entered).front().at("submission").is_null());
}

TEST(Enter, GoesOnWithASessionWhoseAnswerWasLost) {
  arena a({"--judge-after", "100ms"});
  a.post("/_arena/fault",
         {{"path", "/api/v1/challenges/"}, {"method", "POST"}, {"mode", "cut_after"}, {"count", 1}});
  const auto challenge = open_challenge(a);
  const daemon d(
      a, {.command = {STUB_AGENT, "--solution", "42"}, .agent_lines = "    enter: { enabled: true }\n"});
  ASSERT_TRUE(wait_until([&] { return is_played(a, challenge); })) << d.log();
}

TEST(Enter, NeitherEntersTwiceNorForgetsAfterAKill) {
  arena a({"--judge-after", "100ms"});
  const auto challenge = open_challenge(a);
  daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}, .agent_lines = "    enter: { enabled: true }\n"});
  ASSERT_TRUE(wait_until([&] { return is_played(a, challenge); })) << d.log();
  d.kill();
  d.start_again();
  const auto looks = a.requests("GET", "/api/v1/challenges?");
  ASSERT_TRUE(wait_until([&] { return a.requests("GET", "/api/v1/challenges?") >= looks + 2; })) << d.log();
  EXPECT_EQ(a.requests("POST", "/api/v1/challenges/" + challenge + "/sessions", 201), 1);
  EXPECT_EQ(count_of(d.log(), "entered: \"Challenge"), 1) << d.log();
}

TEST(Enter, AsksTheOwnersHookFirst) {
  arena a({"--judge-after", "100ms"});
  const auto challenge = open_challenge(a, {{"title", "Not today"}});
  const daemon d(
      a, {.command = {STUB_AGENT, "--solution", "42"},
          .agent_lines = "    enter: { enabled: true }\n"
                         "    hooks: { before_run: [/bin/sh, -c, 'grep -q \"Not today\" && exit 1'] }\n"});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the before_run hook refused it"); })) << d.log();
  EXPECT_TRUE(entries_in(a, challenge).empty());
}

}  // namespace
}  // namespace e2e
