// What a right configuration means: defaults, paths, softer rules for a local arena, warnings.
#include "tests/config/support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::complaints;
using test::machine;
using test::one_agent;
using test::other_key;
using test::parse_here;
using test::valid_key;
using test::valid_token;
using testing::ElementsAre;
using testing::Pair;

const std::string local = "arena: {url: 'http://127.0.0.1:8080'}\n";

TEST(Agent, HasTheDefaultsOfTheTypes) {
  const auto outcome = parse_here("agents: [{api_key: " + valid_key + ", command: run it}]");
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(agent.name, "agent");
  EXPECT_THAT(agent.command, ElementsAre("run", "it"));
  EXPECT_EQ(agent.workdir, "/etc/arena");
  EXPECT_FALSE(agent.pass_whole_environment);
  EXPECT_EQ(agent.poll_interval, milliseconds{5'000});
  EXPECT_EQ(agent.limits.output, 64ULL << 20U);
  EXPECT_EQ(agent.submit.flow, submit_flow::automatic);
  EXPECT_TRUE(agent.api_token.empty());
  EXPECT_EQ(outcome->config.arena.timeout, milliseconds{15'000});
  EXPECT_THAT(outcome->warnings, ElementsAre());
}

TEST(Agent, TakesEverySetting) {
  machine m;
  m.is_root = true;
  const auto outcome = parse_here(one_agent(R"(
    api_token: )" + valid_token + R"(
    model_name: m 1
    skill_count: 3
    soul_excerpt: "é"
    launcher: srun --mem=8G
    env: {A: 1, B: "x y"}
    pass_env: [ANTHROPIC_API_KEY]
    user: agent
    timeout: 45m
    grace: 0
    retries: 10
    concurrency: 64
    limits: {memory: 4G, processes: 512, output: 0, open_files: 4096}
    poll_interval: 1h
    ping_interval: 1s
    events: {enabled: false, policy: complete, limit: 1, window: 1h}
    submit: {flow: session, on_failure: never, on_timeout: always, margin: 0, transcript: true}
    accept: {categories: [a], formats: [sprint, b], min_minutes: 5}
    results: {wait: false, timeout: 0}
)"),
                                  m);
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(agent.api_token.reveal(), valid_token);
  EXPECT_EQ(agent.model_name, "m 1");
  EXPECT_EQ(agent.skill_count, 3);
  EXPECT_EQ(agent.soul_excerpt, "é");
  EXPECT_THAT(agent.launcher, ElementsAre("srun", "--mem=8G"));
  EXPECT_THAT(agent.env, ElementsAre(Pair("A", "1"), Pair("B", "x y")));
  EXPECT_THAT(agent.pass_env, ElementsAre("ANTHROPIC_API_KEY"));
  EXPECT_EQ(agent.user, "agent");
  EXPECT_EQ(agent.grace, milliseconds{0});
  EXPECT_EQ(agent.limits.memory, 4ULL << 30U);
  EXPECT_EQ(agent.limits.output, 0U);
  EXPECT_EQ(agent.limits.open_files, 4'096);
  EXPECT_EQ(agent.events.policy, event_policy::complete);
  EXPECT_EQ(agent.submit.on_timeout, submit_when::always);
  EXPECT_TRUE(agent.submit.transcript);
  EXPECT_THAT(agent.accept.formats, ElementsAre("sprint", "b"));
  EXPECT_FALSE(agent.results.wait);
  EXPECT_THAT(outcome->warnings, ElementsAre());
}

TEST(Agent, IsStartedWhereWorkdirSays) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"", "/etc/arena"},
      {"    workdir: sub/dir/\n", "/etc/arena/sub/dir"},
      {"    workdir: ../x\n", "/etc/x"},
      {"    workdir: /srv/agent\n", "/srv/agent"},
      {"    workdir: fresh\n", ""},
      {"    workdir: ./fresh\n", "/etc/arena/fresh"},
      {"    preset: codex\n", ""},
      {"    preset: codex\n    workdir: .\n", "/etc/arena"},
  };
  for (const auto& [more, expected] : table) {
    const auto outcome = parse_here(one_agent(more));
    ASSERT_TRUE(outcome) << complaints(outcome);
    EXPECT_EQ(outcome->config.agents[0].workdir, expected) << more;
  }
}

TEST(Agents, ShareSettingsByAliasAndMerge) {
  const auto outcome = parse_here(
      "agents:\n  - &base\n    name: a\n    api_key: " + valid_key +
      "\n    command: [x]\n    retries: 2\n  - <<: *base\n    name: b\n    api_key: " + other_key + "\n");
  ASSERT_TRUE(outcome) << complaints(outcome);
  ASSERT_EQ(outcome->config.agents.size(), 2U);
  EXPECT_EQ(outcome->config.agents[1].name, "b");
  EXPECT_EQ(outcome->config.agents[1].retries, 2);
  EXPECT_EQ(outcome->config.agents[1].api_key.reveal(), other_key);
}

TEST(Agents, NeverGetTheKeyOfAnotherAgent) {
  EXPECT_EQ(complaints(parse_here(one_agent() + "  - name: b\n    api_key: " + other_key +
                                  "\n    command: x\n    env: {K: 'x" + valid_key + "'}\n")),
            "config.yaml:8:14: agents[1].env.K: holds a key of the arena; no agent gets it");
}

TEST(LocalArena, HasSofterRules) {
  const auto outcome =
      parse_here(local +
                 "agents: [{api_key: aa_local, command: x, poll_interval: 50ms, ping_interval: 50ms, events: "
                 "{window: 50ms}, env: {A: xaa_localx}}]");
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].api_key.reveal(), "aa_local");
  EXPECT_EQ(outcome->config.agents[0].events.window, milliseconds{50});
  EXPECT_THAT(outcome->warnings, ElementsAre());
}

TEST(LocalArena, StillHasRules) {
  EXPECT_EQ(complaints(parse_here(local + "agents: [{api_key: local, command: x, poll_interval: 49ms}]")),
            "config.yaml:2:20: agents[0].api_key: expected an agent key (aa_ and 64 hexadecimal digits), "
            "found a text of 5 "
            "characters (not shown)\n"
            "config.yaml:2:54: agents[0].poll_interval: expected a duration from 1s to 1h (from 50ms only "
            "against a "
            "loopback arena), found '49ms'");
}

TEST(LocalArena, CountsWhereverItStandsInTheFile) {
  EXPECT_EQ(complaints(parse_here(one_agent("    poll_interval: 50ms\n") + local)), "");
}

TEST(Warning, IsGivenForKeysOverPlainHttp) {
  const auto outcome = parse_here("arena: {url: 'http://arena.example'}\n" + one_agent());
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->warnings,
              ElementsAre("config.yaml:1:14: arena.url: http:// sends the keys over the network for "
                          "everybody to read; use https://"));
  machine m;
  m.environment["ARENA_URL"] = "http://arena.example";
  EXPECT_THAT(
      parse_here(one_agent(), m)->warnings,
      ElementsAre("ARENA_URL: http:// sends the keys over the network for everybody to read; use https://"));
}

TEST(Warning, IsGivenForWhatAPresetAloneHas) {
  const auto outcome = parse_here(one_agent("    unsafe: true\n    prompt_template: 'do {prompt}'\n"));
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->warnings,
              ElementsAre("config.yaml:5:13: agents[0].unsafe: does nothing without preset",
                          "config.yaml:6:22: agents[0].prompt_template: does nothing without preset"));
}

TEST(Warning, IsGivenForAWordThatATemplateDoesNotHave) {
  const auto outcome =
      parse_here(one_agent("    preset: codex\n    prompt_template: 'do {prompt} until {deadlnie}'\n"));
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->warnings,
              ElementsAre("config.yaml:6:22: agents[0].prompt_template: {deadlnie} is no word of a template "
                          "and stays as it is"));
}

TEST(Warning, IsGivenWhereOnlyATokenWouldDo) {
  const auto outcome = parse_here(one_agent("    submit: {flow: session}\n"));
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->warnings,
              ElementsAre("config.yaml:5:20: agents[0].submit.flow: needs api_token: the arena opens no "
                          "session for an agent key"));
}

TEST(Events, RedactTakesExpressionsAndNamesTheLineOfABadOne) {
  const auto good = parse_here(one_agent("    events: {redact: ['PROJ-[0-9]+', 'codename (\\w+)']}\n"));
  ASSERT_TRUE(good) << complaints(good);
  EXPECT_THAT(good->config.agents[0].events.redact, ElementsAre("PROJ-[0-9]+", "codename (\\w+)"));

  const auto bad = parse_here(one_agent("    events:\n      redact:\n        - fine\n        - '(open'\n"));
  ASSERT_FALSE(bad);
  EXPECT_THAT(complaints(bad), testing::HasSubstr("events.redact[1]"));
  EXPECT_THAT(complaints(bad), testing::HasSubstr("missing )"));
}

TEST(Enter, IsTurnedOnByTheFlagOfTheNpmConnector) {
  flags given;
  given.auto_enter = true;
  given.token = valid_token;
  const auto outcome = parse_here(one_agent(), {}, given);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->warnings, ElementsAre());
  EXPECT_TRUE(outcome->config.agents.front().enter.enabled);
}

}  // namespace
}  // namespace arena::config
