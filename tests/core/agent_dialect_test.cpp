#include "tests/core/dialect_playing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace arena {
namespace {

TEST(DialectCodex, PairsNothingAndReadsWhatIsCompleted) {
  const auto run = play(
      dialect_kind::codex,
      {R"({"type":"thread.started","thread_id":"t"})",
       R"({"type":"item.started","item":{"type":"command_execution","command":"/bin/bash -lc 'make'"}})",
       R"({"type":"item.completed","item":{"type":"command_execution","command":"/bin/bash -lc 'make'","aggregated_output":"no rule\n","exit_code":2,"status":"failed"}})",
       R"({"type":"item.completed","item":{"type":"file_change","changes":[{"path":"/w/src/a.py","kind":"add"}],"status":"completed"}})",
       R"({"type":"item.completed","item":{"type":"command_execution","command":"/bin/bash -lc 'make all'","aggregated_output":"","exit_code":0,"status":"completed"}})",
       R"({"type":"item.completed","item":{"type":"agent_message","text":"Done."}})",
       R"({"type":"turn.completed","usage":{"input_tokens":7,"cached_input_tokens":2,"output_tokens":3}})"});
  EXPECT_EQ(run.types(), "started command_run error_hit code_write self_correct command_run");
  EXPECT_EQ(run.events[1].command, "make");
  EXPECT_EQ(run.events[1].exit_code, 2);
  EXPECT_EQ(run.events[2].error_summary, "no rule");
  EXPECT_EQ(run.events[3].filename, "src/a.py");
  EXPECT_EQ(run.events[3].language, "python");
  EXPECT_EQ(run.report.answer, "Done.");
  EXPECT_EQ(run.report.outcome, stream_outcome::completed);
  EXPECT_EQ(run.report.usage, (run_usage{7, 2, 3, std::nullopt}));
}

TEST(DialectCodex, MakesRetriesOneErrorAndFailsWithTheTurn) {
  const auto run = play(dialect_kind::codex, {R"({"type":"error","message":"Reconnecting... 1/5"})",
                                              R"({"type":"error","message":"Reconnecting... 2/5"})",
                                              R"({"type":"turn.failed","error":{"message":"401"}})"});
  EXPECT_EQ(run.types(), "error_hit");
  EXPECT_EQ(run.report.outcome, stream_outcome::failed);
  EXPECT_EQ(run.report.failure, "401");
}

TEST(DialectCodex, TakesItsListForProgress) {
  const auto run = play(
      dialect_kind::codex,
      {R"({"type":"item.updated","item":{"type":"todo_list","items":[{"text":"a","completed":true},{"text":"b","completed":false}]}})",
       R"({"type":"item.updated","item":{"type":"todo_list","items":[{"text":"a","completed":true}]}})",
       R"({"type":"item.updated","item":{"type":"todo_list","items":[]}})"});
  EXPECT_EQ(run.types(), "progress progress");
  EXPECT_EQ(run.events.at(0).percent, 50);
  EXPECT_EQ(run.events.at(0).stage, "b");
  EXPECT_EQ(run.events.at(1).percent, 95);
}

TEST(DialectClaude, PairsResultsWithTheirCallsInAnyOrder) {
  const auto run = play(
      dialect_kind::claude_code,
      {R"({"type":"system","subtype":"init","cwd":"/home/x","model":"m","claude_code_version":"2"})",
       R"({"type":"assistant","message":{"content":[{"type":"tool_use","id":"1","name":"Bash","input":{"command":"ls"}}]}})",
       R"({"type":"assistant","message":{"content":[{"type":"tool_use","id":"2","name":"Write","input":{"file_path":"/home/x/a.rs","content":"fn"}}]}})",
       R"({"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"2","content":"ok"}]}})",
       R"({"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"1","is_error":true,"content":"Exit code 3\nno"}]}})",
       R"({"result":"All done","type":"result","subtype":"success","is_error":false,"total_cost_usd":0.5,"usage":{"input_tokens":1,"cache_creation_input_tokens":2,"cache_read_input_tokens":4,"output_tokens":8}})"});
  EXPECT_EQ(run.types(), "started code_write command_run error_hit");
  EXPECT_EQ(run.events[1].filename, "a.rs");
  EXPECT_EQ(run.events[1].snippet, "fn");
  EXPECT_EQ(run.events[2].command, "ls");
  EXPECT_EQ(run.events[2].exit_code, 3);
  EXPECT_EQ(run.report.answer, "All done");
  EXPECT_EQ(run.report.usage, (run_usage{7, 4, 8, 0.5}));
}

TEST(DialectClaude, DoesNotTakeSuccessForASuccessWhenItIsAnError) {
  const auto run =
      play(dialect_kind::claude_code,
           {R"({"type":"result","subtype":"success","is_error":true,"result":"Not logged in"})"});
  EXPECT_EQ(run.report.outcome, stream_outcome::failed);
  EXPECT_EQ(run.report.failure, "Not logged in");
  EXPECT_EQ(run.report.answer, "");
}

TEST(DialectQwen, KnowsAnErrorOfTheServiceByItsText) {
  const auto run =
      play(dialect_kind::qwen,
           {R"({"type":"result","subtype":"success","is_error":false,"result":"[API Error: 401]"})"});
  EXPECT_EQ(run.report.outcome, stream_outcome::failed);
}

TEST(Dialect, CountsNoiseAndWhatItDoesNotKnowByName) {
  for (const auto kind : {dialect_kind::claude_code, dialect_kind::qwen, dialect_kind::codex}) {
    const auto run = play(kind, {"", "Loaded credentials.", "{broken", R"({"type":"new.thing"})",
                                 R"({"type":7})", "{\"type\":\"new.thing\",\"x\":\"\xff\"}", "{}"});
    EXPECT_EQ(run.report.noise_lines, 3U);
    EXPECT_EQ(run.report.ignored.at("new.thing"), 2U);
    EXPECT_EQ(run.report.ignored.at("no type"), 2U);
    EXPECT_TRUE(run.events.empty());
  }
}

TEST(Dialect, KeepsTheEndOfALongOutputWithoutCuttingAWord) {
  const std::string secret(600, 's');
  const auto run = play(
      dialect_kind::codex,
      {R"({"type":"item.completed","item":{"type":"command_execution","command":"x","exit_code":0,"aggregated_output":")" +
       secret + R"( end"}})"});
  EXPECT_EQ(run.events.at(0).output_summary, "end");
}

}  // namespace
}  // namespace arena
