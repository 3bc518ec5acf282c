#include "core/agent/json_rules.hpp"
#include "tests/core/dialect_playing.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

using bouts::event_type;

json_rules rules() {
  return {{
      {.when = {{"kind", "shell"}},
       .means = event_type::command_run,
       .fields = {{"command", "in.cmd"}, {"exit_code", "out.code"}, {"output_summary", "out.lines.*"}}},
      {.when = {{"kind", "write"}, {"ok", "true"}},
       .means = event_type::code_write,
       .fields = {{"filename", "in.path"}, {"snippet", "in.text"}}},
      {.when = {{"say", "*"}}, .means = line_meaning_by_rule::answer, .fields = {{"text", "say"}}},
      {.when = {{"kind", "step"}},
       .means = event_type::progress,
       .fields = {{"percent", "percent"}, {"stage", "steps.1.name"}}},
      {.when = {{"kind", "end"}},
       .means = line_meaning_by_rule::done,
       .fields = {{"input_tokens", "usage.in"}, {"output_tokens", "usage.out"}, {"cost_usd", "usage.cost"}}},
      {.when = {{"kind", "broken"}}, .means = line_meaning_by_rule::failed, .fields = {{"text", "why"}}},
      {.when = {{"level", "3"}}, .means = line_meaning_by_rule::ignore, .fields = {}},
  }};
}

played play_by_rules(const std::vector<std::string>& lines) {
  return play(*make_rules_dialect(rules(), "/w"), lines);
}

TEST(JsonRules, SayWhatALineMeans) {
  const auto run =
      play_by_rules({R"({"kind":"shell","in":{"cmd":"make"},"out":{"code":2,"lines":["no ","rule"]}})",
                     R"({"kind":"write","ok":true,"in":{"path":"/w/a.py","text":"x"}})", R"({"say":"first"})",
                     R"({"kind":"step","percent":40,"steps":[{},{"name":"two"}]})", R"({"say":"last"})",
                     R"({"kind":"end","usage":{"in":7,"out":8,"cost":0.5}})"});
  EXPECT_EQ(run.types(), "command_run error_hit code_write thinking progress");
  EXPECT_EQ(run.events[0].command, "make");
  EXPECT_EQ(run.events[0].exit_code, 2);
  EXPECT_EQ(run.events[0].output_summary, "no rule");
  EXPECT_EQ(run.events[2].filename, "a.py");
  EXPECT_EQ(run.events[4].percent, 40);
  EXPECT_EQ(run.events[4].stage, "two");
  EXPECT_EQ(run.report.answer, "last");
  EXPECT_EQ(run.report.outcome, stream_outcome::completed);
  EXPECT_EQ(run.report.usage, (run_usage{7, 0, 8, 0.5}));
}

TEST(JsonRules, HoldOnlyWithAllTheyAskFor) {
  const auto run = play_by_rules({R"({"kind":"write","ok":false,"in":{"path":"a"}})", R"({"say":null})",
                                  R"({"level":3})", R"({"level":4})", "noise"});
  EXPECT_TRUE(run.events.empty());
  EXPECT_EQ(run.report.ignored.at("ignored by a rule"), 1U);
  EXPECT_EQ(run.report.ignored.at("no rule"), 3U);
  EXPECT_EQ(run.report.noise_lines, 1U);
}

TEST(JsonRules, FailByTheirRule) {
  const auto run = play_by_rules({R"({"kind":"broken","why":"no credit"})"});
  EXPECT_EQ(run.types(), "error_hit");
  EXPECT_EQ(run.report.failure, "no credit");
  EXPECT_TRUE(run.report.says_when_done);
}

TEST(JsonRules, WithoutARuleForTheEndItIsNotWaitedFor) {
  const auto reader = make_rules_dialect(
      {{{.when = {}, .means = line_meaning_by_rule::answer, .fields = {{"text", "t"}}}}}, "");
  EXPECT_FALSE(reader->report().says_when_done);
}

TEST(JsonRules, HaveNamesAndFields) {
  for (const auto* name : {"answer", "done", "failed", "usage", "ignore", "tool_call", "thinking"}) {
    const auto meaning = parse_rule_meaning(name);
    ASSERT_TRUE(meaning);
    EXPECT_EQ(to_string(*meaning), name);
  }
  EXPECT_FALSE(parse_rule_meaning("nothing"));
  EXPECT_TRUE(is_rule_field(*parse_rule_meaning("tool_call"), "tool"));
  EXPECT_FALSE(is_rule_field(*parse_rule_meaning("tool_call"), "command"));
  EXPECT_FALSE(is_rule_field(*parse_rule_meaning("ignore"), "text"));
}

}  // namespace
}  // namespace arena
