// Each preset through a whole bout, with a stand-in that plays a stream of its program (replay.py).

#include "tests/e2e/preset_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace e2e {
namespace {

using testing::HasSubstr;

struct success {
  const char* preset;
  const char* program;
  const char* argument;  // one that only this preset has
  const char* answer;
  const char* file;   // that is handed in
  const char* types;  // some of the events, in order
};

std::ostream& operator<<(std::ostream& to, const success& one) {
  return to << one.preset;
}

class PresetSuccess : public testing::TestWithParam<success> {};

bool has_in_order(const std::vector<std::string>& types, const std::string& wanted) {
  std::istringstream in(wanted);
  auto at = types.begin();
  for (std::string one; in >> one;) {
    at = std::find(at, types.end(), one);
    if (at == types.end()) {
      return false;
    }
    ++at;
  }
  return true;
}

TEST_P(PresetSuccess, IsShownAndHandsInItsMessageWithItsFiles) {
  const auto& want = GetParam();
  const stage on(want.program);
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign({{"title", "Primes"}, {"time_limit_minutes", 5}});
  const daemon d(a, on.setup(want.preset, std::string(want.preset) + "-success.replay"));
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  const auto about = a.entry(entry);
  EXPECT_EQ(about.at("submission").at("content").as_string(), want.answer);
  EXPECT_THAT(paths_of_files(about), testing::Contains(want.file)) << d.log();
  const auto made = all_types(d.run_directory(entry));
  EXPECT_TRUE(has_in_order(made, want.types)) << testing::PrintToString(made);
  const auto shown = event_types(about);
  EXPECT_EQ(shown.front(), "started");
  EXPECT_EQ(shown.back(), "submitted");
  EXPECT_THAT(shown, testing::Contains("code_write"));

  const auto given = on.given();
  std::string argv;
  for (const auto& word : given.at("argv").as_array()) {
    argv += std::string(word.as_string()) + " ";
  }
  EXPECT_THAT(argv, HasSubstr(want.argument));
  const auto prompt = want.preset == std::string("aider") ? read_text(d.run_directory(entry) / "prompt.txt")
                                                          : std::string(given.at("stdin").as_string());
  EXPECT_THAT(prompt, HasSubstr("Primes"));
  EXPECT_FALSE(given.at("environment").as_object().contains("ARENA_API_KEY"));
}

INSTANTIATE_TEST_SUITE_P(
    All, PresetSuccess,
    testing::Values(
        success{"claude-code", "claude", "--permission-mode acceptEdits",
                "primes.py has primes(n); it gives 2 to 19 for 20.", "run.sh",
                "thinking code_write command_run error_hit self_correct command_run code_write"},
        success{"codex", "codex", "exec --json", "primes.py prints the first primes.", "out.txt",
                "code_write command_run"},
        success{"gemini", "gemini", "--approval-mode auto_edit", "primes.py prints the first primes.",
                "primes.py", "code_write command_run error_hit"},
        success{"cursor", "cursor-agent", "--sandbox enabled", "primes.py prints 2.", "primes.py",
                "code_write command_run"},
        success{"opencode", "opencode", "run --format json", "primes.py prints 2.", "notes.md",
                "code_write command_run"},
        success{"goose", "goose", "run -q --no-session", "primes.py prints 2.", "primes.py",
                "code_write command_run"},
        success{"qwen", "qwen", "--approval-mode auto-edit", "primes.py prints 2.", "primes.py",
                "code_write command_run"},
        success{"openclaw", "openclaw", "agent exec --json", "primes.py prints 2.", "primes.py",
                "code_write"},
        success{"aider", "aider", "--message-file",
                "I write primes.py, which prints the first prime.\n\nprimes.py\n```\nprint(2)\n```",
                "primes.py", "code_write"}),
    [](const auto& one) {
      std::string name = one.param.preset;
      std::ranges::replace(name, '-', '_');
      return name;
    });

struct failure {
  const char* preset;
  const char* program;
  const char* stream;
  const char* reason;
};

std::ostream& operator<<(std::ostream& to, const failure& one) {
  return to << one.stream;
}

class PresetFailure : public testing::TestWithParam<failure> {};

// Most of these end with exit code 0.
TEST_P(PresetFailure, IsNoSuccessAndHandsInNothing) {
  const auto& want = GetParam();
  const stage on(want.program);
  arena a;
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  const daemon d(a, on.setup(want.preset, std::string(want.stream) + ".replay"));
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent failed: "); })) << d.log();
  EXPECT_THAT(d.log(), HasSubstr(want.reason));
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

INSTANTIATE_TEST_SUITE_P(
    All, PresetFailure,
    testing::Values(failure{"claude-code", "claude", "claude-code-error", "Please run /login"},
                    failure{"claude-code", "claude", "claude-code-limit", "maximum number of turns"},
                    failure{"codex", "codex", "codex-error", "401 Unauthorized"},
                    failure{"codex", "codex", "codex-limit", "usage limit"},
                    failure{"gemini", "gemini", "gemini-error", "Requested entity was not found"},
                    failure{"gemini", "gemini", "gemini-limit", "turn limit"},
                    failure{"cursor", "cursor-agent", "cursor-error", "exit code 1"},
                    failure{"opencode", "opencode", "opencode-error", "bad key"},
                    failure{"opencode", "opencode", "opencode-limit", "too long"},
                    failure{"goose", "goose", "goose-error", "Authentication error"},
                    failure{"qwen", "qwen", "qwen-error", "[API Error: 401"},
                    failure{"qwen", "qwen", "qwen-limit", "turn limit"},
                    failure{"openclaw", "openclaw", "openclaw-error", "Unknown model"},
                    failure{"openclaw", "openclaw", "openclaw-limit", "took too long"},
                    failure{"aider", "aider", "aider-error", "not able to authenticate"}),
    [](const auto& one) {
      std::string name = one.param.stream;
      std::ranges::replace(name, '-', '_');
      return name;
    });

TEST(Preset, AtTheDeadlineIsStoppedAndItsFilesAreHandedInWhenTheOwnerSaysSo) {
  const stage on("codex");
  const auto stream =
      on.here.write("hang.replay",
                    "{\"type\":\"thread.started\",\"thread_id\":\"t\"}\n#write half.py x = 1\\n\n"
                    "#hang\n");
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  const daemon d(
      a, on.setup("codex", stream, "    timeout: 3s\n    grace: 1s\n    submit: { on_timeout: always }\n"));
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  const auto about = a.entry(entry);
  EXPECT_EQ(about.at("submission").at("files").as_array().at(0).at("path").as_string(), "half.py");
  EXPECT_THAT(event_types(about), testing::Contains("timed_out"));
}

TEST(Preset, RunsWithoutItsSandboxOnlyWhenTheOwnerSaysSo) {
  const stage on("codex");
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  const daemon d(a, on.setup("codex", "codex-success.replay", "    unsafe: true\n"));
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  EXPECT_THAT(json::serialize(on.given().at("argv")),
              HasSubstr("--dangerously-bypass-approvals-and-sandbox"));
}

}  // namespace
}  // namespace e2e
