// The dialects on streams that were captured from the programs themselves. These are not part of the project:
// they are where ARENA_STREAM_SAMPLES says, else in shared/samples beside the checkout.

#include "tests/core/dialect_playing.hpp"
#include "tests/streams/stream_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace arena {
namespace {

std::filesystem::path samples() {
  if (const char* const named = std::getenv("ARENA_STREAM_SAMPLES")) {
    return named;
  }
  for (auto at = std::filesystem::current_path(); at.has_relative_path(); at = at.parent_path()) {
    if (std::filesystem::exists(at / "shared/samples")) {
      return at / "shared/samples";
    }
  }
  return {};
}

struct expectation {
  const char* file;
  dialect_kind kind;
  const char* types;
  stream_outcome outcome;
  const char* answer;  // its beginning
  std::uint64_t noise;
};

// Each row was read against its stream. That no command, edit or call is missing, check_streams.py counts in
// its own way.
constexpr expectation expected[] = {
    {"claude-1.jsonl", dialect_kind::claude_code, "started thinking tool_call thinking code_write",
     stream_outcome::completed, "Done! I read a.txt (", 0},
    {"claude-10.jsonl", dialect_kind::claude_code, "started thinking code_write thinking",
     stream_outcome::completed, "Done. Created `hello.txt", 0},
    {"claude-11.jsonl", dialect_kind::claude_code, "started thinking error_hit thinking",
     stream_outcome::completed, "I cannot create the file", 0},
    {"claude-13.jsonl", dialect_kind::claude_code, "started thinking error_hit", stream_outcome::failed, "",
     0},
    {"claude-14.jsonl", dialect_kind::claude_code,
     "started progress progress command_run tool_call code_write code_write tool_call",
     stream_outcome::completed, "done", 0},
    {"claude-16.jsonl", dialect_kind::claude_code, "started tool_call thinking thinking",
     stream_outcome::completed, "done", 0},
    {"claude-17.jsonl", dialect_kind::claude_code,
     "started tool_call thinking command_run error_hit thinking self_correct command_run thinking",
     stream_outcome::completed, "The background sleep tas", 0},
    {"claude-19.jsonl", dialect_kind::claude_code, "started", stream_outcome::completed, "4", 0},
    {"claude-2.jsonl", dialect_kind::claude_code,
     "started thinking tool_call error_hit command_run error_hit", stream_outcome::completed,
     "The Read tool failed bec", 0},
    {"claude-20.jsonl", dialect_kind::claude_code, "started", stream_outcome::completed, "4", 0},
    {"claude-22.jsonl", dialect_kind::claude_code, "error_hit", stream_outcome::limit, "", 0},
    {"claude-23.jsonl", dialect_kind::claude_code, "error_hit", stream_outcome::failed, "", 0},
    {"claude-4.jsonl", dialect_kind::claude_code,
     "started thinking thinking command_run thinking command_run thinking command_run thinking error_hit",
     stream_outcome::failed, "", 0},
    {"claude-5.jsonl", dialect_kind::claude_code, "started thinking tool_call code_write error_hit",
     stream_outcome::limit, "", 0},
    {"claude-7.jsonl", dialect_kind::claude_code, "started thinking tool_call", stream_outcome::completed,
     "The file a.txt contains ", 0},
    {"claude-8.jsonl", dialect_kind::claude_code, "started thinking tool_call thinking thinking tool_call",
     stream_outcome::completed, "The answer is **42**.", 0},
    {"codex-1.jsonl", dialect_kind::codex, "started thinking code_write command_run",
     stream_outcome::completed, "Created [b.txt](/tmp/rep", 0},
    {"codex-10.jsonl", dialect_kind::codex, "started thinking thinking command_run",
     stream_outcome::completed, "Created `/tmp/codex_test", 0},
    {"codex-11.jsonl", dialect_kind::codex, "started thinking", stream_outcome::completed, "hello world", 0},
    {"codex-13.jsonl", dialect_kind::codex, "started thinking thinking command_run command_run command_run",
     stream_outcome::completed, "`echo step1` → `step1`  ", 0},
    {"codex-14.jsonl", dialect_kind::codex,
     "started thinking thinking thinking code_write thinking thinking command_run", stream_outcome::completed,
     "Updated `test.txt` via a", 0},
    {"codex-16.jsonl", dialect_kind::codex, "started thinking command_run", stream_outcome::completed,
     "Files here: `stream-outp", 0},
    {"codex-17.jsonl", dialect_kind::codex, "started thinking code_write", stream_outcome::completed,
     "Created `hello.txt` cont", 0},
    {"codex-19.jsonl", dialect_kind::codex, "started thinking command_run thinking",
     stream_outcome::completed, "Found 1 text file `hello", 0},
    {"codex-2.jsonl", dialect_kind::codex, "started thinking command_run error_hit",
     stream_outcome::completed, "Command failed with exit", 0},
    {"codex-20.jsonl", dialect_kind::codex, "started error_hit", stream_outcome::failed, "", 0},
    {"codex-22.jsonl", dialect_kind::codex, "started command_run error_hit code_write code_write",
     stream_outcome::completed, "done", 0},
    {"codex-23.jsonl", dialect_kind::codex, "started tool_call error_hit", stream_outcome::completed,
     "I tried `example_mcp_ser", 0},
    {"codex-25.jsonl", dialect_kind::codex, "started thinking thinking command_run",
     stream_outcome::completed, "Created `stream-test.txt", 0},
    {"codex-26.jsonl", dialect_kind::codex, "started error_hit thinking", stream_outcome::completed,
     "Hello! This is the fake ", 0},
    {"codex-28.jsonl", dialect_kind::codex, "command_run error_hit", stream_outcome::unsaid, "", 0},
    {"codex-29.jsonl", dialect_kind::codex, "started command_run code_write tool_call",
     stream_outcome::completed, "All steps done.", 0},
    {"codex-31.jsonl", dialect_kind::codex, "error_hit", stream_outcome::failed, "", 0},
    {"codex-32.jsonl", dialect_kind::codex, "error_hit", stream_outcome::failed, "", 0},
    {"codex-34.jsonl", dialect_kind::codex, "started error_hit thinking", stream_outcome::completed,
     "Hello! This is the fake ", 0},
    {"codex-4.jsonl", dialect_kind::codex, "started", stream_outcome::unsaid, "I’m starting the 120-sec", 0},
    {"codex-5.jsonl", dialect_kind::codex, "started", stream_outcome::completed, "hello", 0},
    {"codex-7.jsonl", dialect_kind::codex, "started thinking thinking thinking thinking",
     stream_outcome::completed, "Let `P[i]` be the sum of", 0},
    {"codex-8.jsonl", dialect_kind::codex, "started error_hit error_hit", stream_outcome::failed, "", 0},
    {"qwen-1.jsonl", dialect_kind::qwen, "started tool_call", stream_outcome::completed,
     "The README title identif", 0},
    {"qwen-2.jsonl", dialect_kind::qwen, "started thinking", stream_outcome::completed, "QWEN_OK", 0},
    {"qwen-3.jsonl", dialect_kind::qwen, "thinking error_hit", stream_outcome::failed, "", 0},
    {"qwen-4.jsonl", dialect_kind::qwen, "command_run error_hit", stream_outcome::completed,
     "{\"greeting\":\"hello\",\"n\":", 0},
    {"gemini-1.jsonl", dialect_kind::gemini, "started", stream_outcome::completed, "ack", 0},
    {"gemini-10.jsonl", dialect_kind::gemini, "started code_write", stream_outcome::completed, "Done.", 0},
    {"gemini-11.jsonl", dialect_kind::gemini, "started tool_call code_write tool_call",
     stream_outcome::completed, "Done.", 0},
    {"gemini-13.jsonl", dialect_kind::gemini, "started thinking tool_call", stream_outcome::completed,
     "The only file in the cur", 0},
    {"gemini-14.jsonl", dialect_kind::gemini, "tool_call code_write error_hit", stream_outcome::unsaid, "",
     0},
    {"gemini-2.jsonl", dialect_kind::gemini, "started tool_call", stream_outcome::completed,
     "SWITCHBOARD_GEMINI_PROBE", 0},
    {"gemini-4.jsonl", dialect_kind::gemini, "started error_hit", stream_outcome::failed, "", 0},
    {"gemini-5.jsonl", dialect_kind::gemini,
     "started tool_call tool_call tool_call tool_call tool_call tool_call", stream_outcome::completed,
     "This directory contains ", 0},
    {"gemini-7.jsonl", dialect_kind::gemini, "started thinking tool_call", stream_outcome::completed,
     "Here are the 10 arithmet", 0},
    {"gemini-8.jsonl", dialect_kind::gemini, "started", stream_outcome::completed, "Hello! I'm ready to help",
     0},
    {"gemini_raw_stdout-1.txt", dialect_kind::gemini, "started thinking command_run thinking tool_call",
     stream_outcome::completed, "The 10 arithmetic", 2},
    {"cursor-1.jsonl", dialect_kind::cursor, "started thinking", stream_outcome::completed, "OK", 0},
    {"cursor-10.jsonl", dialect_kind::cursor, "started thinking tool_call thinking code_write",
     stream_outcome::completed, "Done! I've created the s", 0},
    {"cursor-2.jsonl", dialect_kind::cursor, "started thinking thinking code_write command_run thinking",
     stream_outcome::completed, "Created `hi.txt` with th", 0},
    {"cursor-4.jsonl", dialect_kind::cursor, "started thinking thinking command_run command_run",
     stream_outcome::completed, "Both commands have finis", 0},
    {"cursor-5.jsonl", dialect_kind::cursor, "started command_run", stream_outcome::completed, "done", 0},
    {"cursor-7.jsonl", dialect_kind::cursor, "started thinking thinking command_run",
     stream_outcome::completed, "Both commands have finis", 0},
    {"cursor-8.jsonl", dialect_kind::cursor, "started thinking code_write", stream_outcome::completed,
     "Le fichier `stream-test.", 0},
    {"opencode-1.jsonl", dialect_kind::opencode,
     "started thinking tool_call progress thinking code_write progress", stream_outcome::completed,
     "Maestro coordinates mult", 0},
    {"opencode-2.jsonl", dialect_kind::opencode, "error_hit", stream_outcome::failed, "", 0},
    {"opencode-4.jsonl", dialect_kind::opencode, "started code_write progress", stream_outcome::completed,
     "Its content is `hi`.", 0},
    {"opencode-5.jsonl", dialect_kind::opencode, "error_hit", stream_outcome::failed, "", 0},
    {"opencode-7.jsonl", dialect_kind::opencode, "error_hit", stream_outcome::failed, "", 0},
    {"opencode-8.jsonl", dialect_kind::opencode, "command_run", stream_outcome::unsaid, "", 0},
    {"goose-1.jsonl", dialect_kind::goose, "started thinking command_run", stream_outcome::completed, "", 0},
    {"goose-2.jsonl", dialect_kind::goose, "started error_hit", stream_outcome::failed, "", 0},
    {"goose-4.jsonl", dialect_kind::goose, "started thinking", stream_outcome::completed, "", 0},
    {"goose-5.jsonl", dialect_kind::goose, "started command_run", stream_outcome::completed,
     "The directory listed abo", 0},
    {"goose-7.jsonl", dialect_kind::goose, "started command_run code_write", stream_outcome::completed,
     "The directory listed abo", 0},
    {"goose_raw_stdout-1.txt", dialect_kind::goose, "started error_hit", stream_outcome::failed, "", 4},
    {"openclaw-1.jsonl", dialect_kind::openclaw, "error_hit", stream_outcome::failed, "", 0},
    {"openclaw-2.jsonl", dialect_kind::openclaw, "error_hit", stream_outcome::limit, "", 0},
    {"openclaw-3.jsonl", dialect_kind::openclaw, "error_hit", stream_outcome::failed, "", 0},
    {"openclaw-4.jsonl", dialect_kind::openclaw, "error_hit", stream_outcome::failed, "", 0},
    {"openclaw-5.jsonl", dialect_kind::openclaw, "", stream_outcome::completed, "ok", 0},
    {"codex_legacy-1.jsonl", dialect_kind::codex, "started", stream_outcome::completed, "PONG", 0},
    {"codex_legacy-2.jsonl", dialect_kind::codex, "started", stream_outcome::unsaid, "", 0},
    {"aider-1.txt", dialect_kind::aider, "started progress", stream_outcome::completed,
     "The directory contains t", 0},
};

TEST(DialectSamples, EachGivesWhatStandsInIt) {
  const auto folder = samples();
  if (folder.empty()) {
    GTEST_SKIP() << "the captured streams are not here: set ARENA_STREAM_SAMPLES";
  }
  for (const auto& want : expected) {
    SCOPED_TRACE(want.file);
    const auto lines = test_support::stream_lines(folder / want.file);
    ASSERT_FALSE(lines.empty());
    const auto run = play(want.kind, lines);
    EXPECT_EQ(run.accounted(), run.lines);
    EXPECT_EQ(run.report.noise_lines, want.noise);
    EXPECT_FALSE(run.report.ignored.contains("other"));
    EXPECT_EQ(run.types(), want.types);
    EXPECT_EQ(run.report.outcome, want.outcome);
    EXPECT_THAT(run.report.answer, testing::StartsWith(want.answer));
  }
}

}  // namespace
}  // namespace arena
