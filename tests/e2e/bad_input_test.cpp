// What a user gets wrong: one clear line each, and an exit code of its own.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

const std::string good_key = "aa_" + std::string(64, '1');

struct mistake {
  const char* name;
  std::string yaml;
  int code;
  std::string says;
};

class Mistake : public testing::TestWithParam<mistake> {};

TEST_P(Mistake, IsToldInOneLineWithItsOwnExitCode) {
  const scratch here;
  const auto file = here.write("config.yaml", GetParam().yaml);
  const auto done = run(ARENA_CONNECT, {"run", "--config", file});
  EXPECT_EQ(done.code, GetParam().code) << done.err;
  EXPECT_NE(done.err.find(GetParam().says), std::string::npos) << done.err;
  EXPECT_EQ(count_of(done.err, "\n"), 1) << done.err;
  EXPECT_TRUE(done.out.empty());
}

std::string with_agent(const std::string& lines) {
  return "agents:\n  - name: nova\n    api_key: " + good_key + "\n    command: [python3, agent.py]\n" + lines;
}

INSTANTIATE_TEST_SUITE_P(
    All, Mistake,
    testing::Values(mistake{"NotYaml", "agents: [", 4, "config.yaml:"},
                    mistake{"UnknownKey", with_agent("    comand: x\n"), 5, "'command'"},
                    mistake{"WrongType", with_agent("    concurrency: many\n"), 6, "concurrency"},
                    mistake{"OutOfRange", with_agent("    concurrency: 1000\n"), 7, "concurrency"},
                    mistake{"BadUrl", "arena: { url: 'ftp://x' }\n" + with_agent(""), 8, "url"}),
    [](const auto& one) { return one.param.name; });

TEST(NoConfiguration, IsSaidWithTheWayOut) {
  const auto done = run(ARENA_CONNECT, {"run"});
  EXPECT_EQ(done.code, 3) << done.err;
  EXPECT_NE(done.err.find("--config"), std::string::npos) << done.err;
  EXPECT_EQ(count_of(done.err, "\n"), 1) << done.err;
}

TEST(CommandLine, RefusesAnUnknownOption) {
  const auto done = run(ARENA_CONNECT, {"run", "--nonsense"});
  EXPECT_EQ(done.code, 2) << done.err;
}

TEST(WrongKey, KeepsTheDaemonUpAndIsSaidOnce) {
  arena a;
  daemon d(a, {.command = {STUB_AGENT}, .key = good_key});
  ASSERT_TRUE(wait_until([&] { return d.log_has("ping failed") && d.log_has("poll failed"); })) << d.log();
  EXPECT_TRUE(d.log_has("looking again every 1m00s")) << d.log();
  EXPECT_EQ(d.log().find(good_key.substr(0, 10)), std::string::npos);
  EXPECT_FALSE(d.process().has_ended());
  // Each loop has asked once and waits for a minute, although it would ask every 100 ms otherwise.
  EXPECT_EQ(a.requests("POST", "/api/v1/agents/ping"), 1);
  EXPECT_EQ(a.requests("GET", "/api/v1/challenges/assigned"), 1);
}

TEST(Html, KeepsTheDaemonUpAndIsSaidOnce) {
  arena a;
  a.post("/_arena/fault", {{"path", "/api/"}, {"mode", "html"}, {"count", 4}});
  const daemon d(a, {.command = {STUB_AGENT}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("poll failed") && d.log_has("poll works again"); }))
      << d.log();
  EXPECT_EQ(count_of(d.log(), "poll failed"), 1) << d.log();
}

TEST(AgentCommand, IsNamedWhenItIsNotFound) {
  arena a;
  a.assign();
  const daemon d(a, {.command = {"no-such-agent"}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent could not be started"); })) << d.log();
  EXPECT_TRUE(d.log_has("no-such-agent")) << d.log();
}

TEST(AgentCommand, WithoutOutputEndsTheBoutAsFailed) {
  arena a;
  const auto entry = a.assign();
  const daemon d(a, {.command = {"true"}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent ended without an answer"); })) << d.log();
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST(TestCommand, TellsByItsExitCodeWhatIsWrongWithTheAgent) {
  EXPECT_EQ(run(ARENA_CONNECT, {"test", "--agent", "no-such-agent"}).code, 10);
  EXPECT_EQ(run(ARENA_CONNECT, {"test", "--agent", "true"}).code, 11);
  EXPECT_EQ(run(ARENA_CONNECT, {"test", "--agent", "head -c 200001 /dev/zero"}).code, 12);
  EXPECT_EQ(run(ARENA_CONNECT, {"test", "--agent", "'open quote"}).code, 2);
}

TEST(TestCommand, ShowsEventsAndAnswerOfEachExample) {
  for (const char* command :
       {"python3 " EXAMPLES "/json_events.py", "python3 " EXAMPLES "/npm_markers.py", EXAMPLES "/shell.sh"}) {
    const auto done = run(ARENA_CONNECT, {"test", "--agent", command});
    EXPECT_EQ(done.code, 0) << command << done.out << done.err;
    EXPECT_NE(done.out.find("thinking"), std::string::npos) << done.out;
    EXPECT_NE(done.out.find("answer "), std::string::npos) << done.out;
  }
}

TEST(Demo, EndsByItselfWithAScore) {
  const auto done = run(ARENA_CONNECT, {"demo"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("score"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("» judged"), std::string::npos) << done.out;
}

TEST(Demo, FailsWhenTheAgentGivesNoAnswer) {
  const auto done = run(ARENA_CONNECT, {"demo", "--agent", "true"});
  EXPECT_EQ(done.code, 1) << done.out;
  EXPECT_NE(done.err.find("without an answer"), std::string::npos) << done.err;
}

}  // namespace
}  // namespace e2e
