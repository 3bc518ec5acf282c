// A program that nobody knows, with lines of its own, read by the rules of the configuration.

#include "tests/e2e/preset_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* rules = R"(    dialect:
      type: json
      rules:
        - { when: { kind: act, act.name: sh }, means: command_run, command: act.line, exit_code: act.code, output_summary: act.out }
        - { when: { kind: act, act.name: save }, means: code_write, filename: act.to, snippet: act.text }
        - { when: { kind: act }, means: tool_call, tool: act.name, summary: act.about }
        - { when: { kind: think }, means: thinking, summary: "parts.*.text" }
        - { when: { kind: say }, means: answer, text: "parts.*.text" }
        - { when: { kind: end, well: "true" }, means: done, input_tokens: sum.in, output_tokens: sum.out, cost_usd: sum.price }
        - { when: { kind: end }, means: failed, text: why }
)";

class DialectByRules : public testing::Test {
 protected:
  daemon::setup setup(const std::string& stream) const {
    const auto path = on.here.write("own.replay", stream);
    return {.command = {"my-agent", "--json"},
            .agent_lines = on.environment(path) + "    events: { policy: complete }\n" + rules};
  }

  stage on{"my-agent"};
  arena a{{"--judge-after", "200ms"}};
  std::string entry = a.assign({{"title", "Primes"}, {"time_limit_minutes", 5}});
};

TEST_F(DialectByRules, ShowsTheProgramsOwnLinesAsEventsAndHandsInItsAnswer) {
  const daemon d(a, setup(R"lines(Welcome to my-agent 3
{"kind":"think","parts":[{"text":"A sieve"},{"text":" will do."}]}
{"kind":"act","act":{"name":"look","about":"the directory"}}
{"kind":"act","act":{"name":"save","to":"primes.py","text":"print(2)"}}
{"kind":"act","act":{"name":"sh","line":"python3 primes.py","code":0,"out":"2\n"}}
{"kind":"weather","is":"fine"}
{"kind":"say","parts":[{"text":"A draft"}]}
{"kind":"say","parts":[{"text":"It prints 2."}]}
{"kind":"end","well":true,"sum":{"in":120,"out":30,"price":0.5}}
)lines"));
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  EXPECT_EQ(a.entry(entry).at("submission").at("content").as_string(), "It prints 2.");
  EXPECT_THAT(all_types(d.run_directory(entry)), ElementsAre("started", "thinking", "tool_call", "code_write",
                                                             "command_run", "thinking", "submitted"));

  std::map<std::string, json::object> shown;  // the first of each type, as spectators see it
  const auto about = a.entry(entry);
  for (const auto& event : about.at("events").as_array()) {
    shown.emplace(event.at("type").as_string(), event.at("event").as_object());
  }
  EXPECT_EQ(shown.at("thinking").at("summary").as_string(), "A sieve will do.");
  EXPECT_EQ(shown.at("tool_call").at("tool").as_string(), "look");
  EXPECT_EQ(shown.at("code_write").at("filename").as_string(), "primes.py");
  EXPECT_EQ(shown.at("code_write").at("snippet").as_string(), "print(2)");
  EXPECT_EQ(shown.at("command_run").at("command").as_string(), "python3 primes.py");
  EXPECT_EQ(shown.at("command_run").at("exit_code").as_int64(), 0);
}

TEST_F(DialectByRules, BelievesTheProgramThatItFailedThoughItsExitCodeIsZero) {
  const daemon d(a, setup(R"({"kind":"say","parts":[{"text":"Half of it"}]}
{"kind":"end","well":false,"why":"no credit left"}
)"));
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent failed: "); })) << d.log();
  EXPECT_THAT(d.log(), HasSubstr("no credit left"));
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

TEST_F(DialectByRules, TakesAStreamWithoutTheLineThatMeansDoneForAFailure) {
  const daemon d(a, setup("{\"kind\":\"say\",\"parts\":[{\"text\":\"Half of it\"}]}\n"));
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent failed: "); })) << d.log();
  EXPECT_THAT(d.log(), HasSubstr("without saying that it was done"));
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

}  // namespace
}  // namespace e2e
