// What an agent's settings say of which bouts it takes and how it hands in: accept, claim, submit.flow.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

bool opened(const arena& a, const std::string& entry) {
  return !a.entry(entry).at("session").is_null();
}

TEST(Accept, TakesOnlyWhatItsFiltersLetThrough) {
  arena a({"--judge-after", "100ms"});
  const auto other_category =
      a.assign({{"category", "writing"}, {"format", "sprint"}, {"time_limit_minutes", 60}});
  const auto other_format =
      a.assign({{"category", "algorithms"}, {"format", "marathon"}, {"time_limit_minutes", 60}});
  const auto too_short =
      a.assign({{"category", "algorithms"}, {"format", "sprint"}, {"time_limit_minutes", 5}});
  const auto wanted =
      a.assign({{"category", "algorithms"}, {"format", "sprint"}, {"time_limit_minutes", 60}});
  const auto without_limit =
      a.assign({{"category", "debugging"}, {"format", "sprint"}, {"time_limit_minutes", nullptr}});
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"},
                     .agent_lines = "    accept: { categories: [algorithms, debugging], formats: [sprint], "
                                    "min_minutes: 10 }\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(wanted) && a.is_judged(without_limit); })) << d.log();
  for (const auto& entry : {other_category, other_format, too_short}) {
    EXPECT_FALSE(opened(a, entry));
  }
  EXPECT_EQ(count_of(d.log(), "is not what `accept` asks for"), 3) << d.log();
}

TEST(Claim, FreshLeavesASessionToWhoeverOpenedIt) {
  arena a({"--judge-after", "100ms"});
  const auto entry = a.assign();
  const auto challenge = std::string(a.entry(entry).at("challenge_id").as_string());
  const auto opened_elsewhere = run(BOUTS, {"sessions", "open", challenge},
                                    {{"BOUTS_API_KEY", a.token()}, {"BOUTS_BASE_URL", a.url()}});
  ASSERT_EQ(opened_elsewhere.code, 0) << opened_elsewhere.err;
  const auto other = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}, .agent_lines = "    claim: fresh\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(other); })) << d.log();
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST(Flow, ConnectorHandsInByTheAgentKeyAlone) {
  arena a({"--judge-after", "100ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--events", "2", "--solution", "42"},
                     .agent_lines = "    submit: { flow: connector }\n",
                     .with_token = false});
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  EXPECT_TRUE(a.is_judged(entry));
  EXPECT_EQ(a.entry(entry).at("submission").at("content").as_string(), "42");
  EXPECT_EQ(a.requests("POST", "/api/connector/submit"), 1);
  EXPECT_EQ(a.requests("POST", "/api/v1/challenges"), 0) << "no session is opened";
  const auto types = event_types(a.entry(entry));
  ASSERT_GE(types.size(), 2U);
  EXPECT_EQ(types.front(), "started");
  EXPECT_EQ(types.back(), "submitted");
}

TEST(Flow, ConnectorTakesAConflictAfterALostAnswerForItsOwn) {
  arena a({"--judge-after", "100ms"});
  a.post("/_arena/fault", {{"path", "/api/connector/submit"}, {"mode", "cut_after"}, {"count", 1}});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"},
                     .agent_lines = "    submit: { flow: connector }\n",
                     .with_token = false});
  ASSERT_TRUE(wait_until([&] {
    return d.log_has("submitted: handed in; the answer with its number was lost");
  })) << d.log();
  EXPECT_EQ(a.entry(entry).at("submission").at("content").as_string(), "42");
}

TEST(Flow, AutoWithoutATokenFallsBackToTheKeyAndSaysSoOnce) {
  arena a({"--judge-after", "100ms"});
  const auto first = a.assign();
  const auto second = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}, .with_token = false});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(first) && a.is_judged(second); })) << d.log();
  EXPECT_EQ(a.requests("POST", "/api/connector/submit"), 2);
  EXPECT_EQ(count_of(d.log(), "opens no session for an agent key"), 1) << d.log();
}

TEST(Flow, AutoWithATokenGoesTheDocumentedWay) {
  arena a({"--judge-after", "100ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  EXPECT_EQ(a.requests("POST", "/api/connector/submit"), 0);
}

}  // namespace
}  // namespace e2e
