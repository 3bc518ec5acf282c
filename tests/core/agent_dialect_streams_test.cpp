// The dialects on the streams of tests/streams: what spectators see of each, how it ended, what the answer
// is.

#include "tests/core/dialect_playing.hpp"
#include "tests/streams/stream_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace arena {
namespace {

played play_stream(dialect_kind kind, const std::string& name) {
  return play(kind, test_support::stream_lines(std::filesystem::path(STREAMS) / (name + ".replay")));
}

struct expectation {
  const char* stream;
  dialect_kind kind;
  const char* types;
  stream_outcome outcome;
  const char* answer;
  const char* failure;
};

std::ostream& operator<<(std::ostream& to, const expectation& one) {
  return to << one.stream;
}

class DialectStream : public testing::TestWithParam<expectation> {};

TEST_P(DialectStream, GivesItsEventsItsEndAndItsAnswer) {
  const auto& want = GetParam();
  const auto run = play_stream(want.kind, want.stream);
  ASSERT_GT(run.lines, 0U);
  EXPECT_EQ(run.types(), want.types);
  EXPECT_EQ(run.report.outcome, want.outcome);
  EXPECT_THAT(run.report.answer, testing::HasSubstr(want.answer));
  EXPECT_THAT(run.report.failure, testing::HasSubstr(want.failure));
  EXPECT_EQ(run.accounted(), run.lines);
  EXPECT_EQ(run.report.answer.empty(), std::string_view(want.answer).empty());
}

constexpr auto completed = stream_outcome::completed;
constexpr auto failed = stream_outcome::failed;
constexpr auto limit = stream_outcome::limit;
constexpr auto unsaid = stream_outcome::unsaid;

INSTANTIATE_TEST_SUITE_P(
    All, DialectStream,
    testing::Values(
        expectation{"claude-code-success", dialect_kind::claude_code,
                    "started thinking thinking progress code_write command_run error_hit self_correct "
                    "command_run",
                    completed, "primes.py has primes(n)", ""},
        expectation{"claude-code-error", dialect_kind::claude_code, "started error_hit thinking error_hit",
                    failed, "", "Please run /login"},
        expectation{"claude-code-limit", dialect_kind::claude_code, "started command_run error_hit", limit,
                    "", "maximum number of turns"},
        expectation{"codex-success", dialect_kind::codex,
                    "started thinking thinking progress code_write command_run tool_call", completed,
                    "primes.py prints the first primes.", ""},
        expectation{"codex-error", dialect_kind::codex, "started error_hit", failed, "", "401"},
        expectation{"codex-limit", dialect_kind::codex, "started error_hit", failed, "", "usage limit"},
        expectation{"codex-legacy", dialect_kind::codex, "started thinking command_run error_hit code_write",
                    completed, "Done: primes.py.", ""},
        expectation{"gemini-success", dialect_kind::gemini,
                    "started thinking code_write command_run error_hit tool_call", completed,
                    "primes.py prints the first primes.", ""},
        expectation{"gemini-error", dialect_kind::gemini, "started error_hit", failed, "",
                    "[API Error: Requested"},
        expectation{"gemini-limit", dialect_kind::gemini, "started tool_call", unsaid, "", ""},
        expectation{
            "cursor-success", dialect_kind::cursor,
            "started thinking thinking code_write command_run error_hit self_correct command_run tool_call "
            "error_hit progress",
            completed, "primes.py prints 2.", ""},
        expectation{"cursor-error", dialect_kind::cursor, "started", unsaid, "", ""},
        expectation{
            "opencode-success", dialect_kind::opencode,
            "started thinking thinking code_write command_run tool_call error_hit code_write progress",
            completed, "primes.py prints 2.", ""},
        expectation{"opencode-error", dialect_kind::opencode, "error_hit", failed, "", "bad key"},
        expectation{"opencode-limit", dialect_kind::opencode, "started thinking error_hit", limit,
                    "The primes are", "too long"},
        expectation{"goose-success", dialect_kind::goose,
                    "started thinking thinking code_write command_run progress", completed,
                    "primes.py prints 2.", ""},
        expectation{"goose-error", dialect_kind::goose, "started error_hit", failed, "",
                    "Authentication failed"},
        expectation{"qwen-success", dialect_kind::qwen, "started code_write command_run", completed,
                    "primes.py prints 2.", ""},
        expectation{"qwen-error", dialect_kind::qwen, "started thinking error_hit", failed, "",
                    "[API Error: 401"},
        expectation{"qwen-limit", dialect_kind::qwen, "started tool_call", unsaid, "", ""},
        expectation{"openclaw-success", dialect_kind::openclaw, "tool_call error_hit", completed,
                    "primes.py prints 2.", ""},
        expectation{"openclaw-error", dialect_kind::openclaw, "error_hit", failed, "", "Unknown model"},
        expectation{"openclaw-limit", dialect_kind::openclaw, "error_hit", limit, "", "took too long"},
        expectation{"aider-success", dialect_kind::aider, "started progress code_write", completed,
                    "I write primes.py", ""},
        expectation{"aider-error", dialect_kind::aider, "started error_hit", failed, "",
                    "not able to authenticate"}),
    [](const auto& one) {
      std::string name = one.param.stream;
      std::ranges::replace(name, '-', '_');
      return name;
    });

TEST(DialectStreams, KeepTheFieldsOfTheirEvents) {
  const auto gemini = play_stream(dialect_kind::gemini, "gemini-success");
  EXPECT_EQ(gemini.events[1].summary, "I will write primes.py.");
  EXPECT_EQ(gemini.events[2].filename, "primes.py");
  EXPECT_EQ(gemini.events[2].language, "python");
  EXPECT_EQ(gemini.events[2].snippet, "print([2, 3, 5])\n");
  EXPECT_EQ(gemini.events[3].command, "python3 primes.py");
  EXPECT_EQ(gemini.events[3].exit_code, 1);

  const auto cursor = play_stream(dialect_kind::cursor, "cursor-success");
  EXPECT_EQ(cursor.events[1].summary, "A sieve will do.");
  EXPECT_EQ(cursor.events[3].filename, "primes.py");
  EXPECT_EQ(cursor.events[4].output_summary, "no python3");
  EXPECT_EQ(cursor.events.back().percent, 50);
  EXPECT_EQ(cursor.events.back().stage, "tell");

  const auto opencode = play_stream(dialect_kind::opencode, "opencode-success");
  EXPECT_EQ(opencode.events[4].exit_code, 0);
  EXPECT_EQ(opencode.events[7].filename, "notes.md");
  EXPECT_EQ(opencode.events[7].snippet, "two is prime\n");

  const auto goose = play_stream(dialect_kind::goose, "goose-success");
  EXPECT_EQ(goose.events[1].summary, "A sieve will do.");
  EXPECT_EQ(goose.events[2].summary, "I will write primes.py.");
  EXPECT_EQ(goose.events[3].snippet, "print(2)\n");
  EXPECT_EQ(goose.events[5].percent, 25);
}

TEST(DialectStreams, CountTokensAndCost) {
  const auto usage = [](dialect_kind kind, const char* name) { return play_stream(kind, name).report.usage; };
  EXPECT_EQ(usage(dialect_kind::claude_code, "claude-code-success"), (run_usage{60, 30, 40, 0.0125}));
  EXPECT_EQ(usage(dialect_kind::codex, "codex-success"), (run_usage{1000, 800, 90, std::nullopt}));
  EXPECT_EQ(usage(dialect_kind::codex, "codex-legacy"), (run_usage{70, 20, 9, std::nullopt}));
  EXPECT_EQ(usage(dialect_kind::gemini, "gemini-success"), (run_usage{100, 40, 30, std::nullopt}));
  EXPECT_EQ(usage(dialect_kind::cursor, "cursor-success"), (run_usage{100, 80, 20, std::nullopt}));
  EXPECT_EQ(usage(dialect_kind::opencode, "opencode-success"), (run_usage{220, 190, 20, 0.003}));
  EXPECT_EQ(usage(dialect_kind::goose, "goose-success"), (run_usage{100, 60, 20, 0.003}));
  EXPECT_EQ(usage(dialect_kind::qwen, "qwen-success"), (run_usage{100, 60, 10, std::nullopt}));
  EXPECT_EQ(usage(dialect_kind::openclaw, "openclaw-success"), (run_usage{100, 0, 20, 0.004}));
  EXPECT_EQ(usage(dialect_kind::aider, "aider-success"), (run_usage{2100, 0, 120, 0.02}));
}

TEST(DialectOpenclaw, FindsItsDocumentBehindOneThatNeverEnded) {
  const auto run = play(dialect_kind::openclaw,
                        {"{ not a document", "  \"x\": [", R"({"status":"ok","final":"4"})", "{}", "}"});
  EXPECT_EQ(run.report.outcome, stream_outcome::completed);
  EXPECT_EQ(run.report.answer, "4");
  EXPECT_EQ(run.accounted(), run.lines);
}

TEST(DialectGoose, FailsWhenAnErrorCameBeforeItCompleted) {
  const auto run = play(dialect_kind::goose,
                        {R"({"type":"error","error":"Headless run interrupted"})", R"({"type":"complete"})"});
  EXPECT_EQ(run.report.outcome, stream_outcome::failed);
  EXPECT_EQ(run.report.failure, "Headless run interrupted");
}

TEST(DialectOpencode, WasNotDoneWhenAnotherStepBegan) {
  const auto run = play(dialect_kind::opencode, {R"({"type":"step_finish","part":{"reason":"stop"}})",
                                                 R"({"type":"step_start","part":{}})"});
  EXPECT_EQ(run.report.outcome, stream_outcome::unsaid);
}

TEST(Dialect, NeverShowsLessProgressThanBefore) {
  const auto run = play(
      dialect_kind::codex,
      {R"({"type":"item.updated","item":{"type":"todo_list","items":[{"text":"a","completed":true},{"text":"b","completed":false}]}})",
       R"({"type":"item.updated","item":{"type":"todo_list","items":[{"text":"a","completed":true},{"text":"b"},{"text":"c"},{"text":"d"}]}})"});
  EXPECT_EQ(run.events.at(0).percent, 50);
  EXPECT_EQ(run.events.at(1).percent, 50);
}

TEST(Dialect, TakesALineOfMegabytes) {
  const std::string big(3 * 1024 * 1024, 'x');
  const auto run = play(
      dialect_kind::gemini,
      {R"({"type":"tool_use","tool_name":"write_file","tool_id":"1","parameters":{"file_path":"a.txt","content":")" +
           big + R"("}})",
       R"({"type":"tool_result","tool_id":"1","status":"success"})"});
  ASSERT_EQ(run.types(), "code_write");
  EXPECT_LE(run.events[0].snippet->size(), 16U * 1024);
}

}  // namespace
}  // namespace arena
