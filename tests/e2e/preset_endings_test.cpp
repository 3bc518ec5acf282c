// How runs of presets end other than by themselves: killed, cancelled, or with the daemon killed meanwhile.

#include "core/agent/preset.hpp"
#include "tests/e2e/control.hpp"
#include "tests/e2e/preset_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;

// The stream of a run that ends well, with `what` before its last line.
std::string interrupted(const stage& on, const std::string& preset, const std::string& what) {
  auto text = read_text(std::filesystem::path(STREAMS) / (preset + "-success.replay"));
  const auto last = text.find_last_of('\n', text.size() - 2) + 1;
  return on.here.write("interrupted.replay", text.substr(0, last) + what + "\n" + text.substr(last));
}

class PresetKilled : public testing::TestWithParam<std::string> {};

TEST_P(PresetKilled, IsShownAndHandsInNothing) {
  const stage on(std::string(::arena::find_preset(GetParam())->program));
  arena a;
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  const daemon d(a, on.setup(GetParam(), interrupted(on, GetParam(), "#die")));
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent failed: "); })) << d.log();
  EXPECT_THAT(d.log(), HasSubstr("signal 9"));
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
  EXPECT_THAT(all_types(d.run_directory(entry)), Contains("code_write")) << "what it did was shown";
  EXPECT_EQ(on.times_started(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, PresetKilled,
                         testing::Values("claude-code", "codex", "gemini", "cursor", "opencode", "goose",
                                         "qwen", "openclaw", "aider"),
                         [](const auto& one) {
                           auto name = one.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

json::value last_of_history(const control& c) {
  return json::parse(c.ask({"history", "--json", "--limit", "1"}).out).at("bouts").at(0);
}

TEST(PresetCancelled, IsStoppedAndHandsInNothingAndItsUsageIsKept) {
  const stage on("opencode");
  arena a;
  const control c;
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  auto how = on.setup("opencode", interrupted(on, "opencode", "#hang"));
  how.lines = c.lines();
  const daemon d(a, how);
  ASSERT_TRUE(wait_until([&] {
    return read_text(d.run_directory(entry) / "stdout.log").find("prints 2") != std::string::npos;
  })) << d.log();
  EXPECT_EQ(c.ask({"cancel", entry}).code, 0);
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "cancelled"; })) << d.log();
  EXPECT_TRUE(on.is_gone());
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
  const auto usage = last_of_history(c).at("usage");
  EXPECT_GT(usage.at("input_tokens").to_number<int>(), 0);
  EXPECT_GT(usage.at("cost_usd").to_number<double>(), 0);
  const auto metrics = c.request("/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("arena_connect_agent_tokens_total{agent=\"nova\",kind=\"output\"} " +
                                 std::to_string(usage.at("output_tokens").to_number<int>())));
}

class PresetThroughARestart : public testing::Test {
 protected:
  // What an uninterrupted run makes of the same stream.
  static std::vector<std::string> usual_types() {
    const stage other("claude");
    other.go();
    arena a({"--judge-after", "200ms"});
    const auto entry = a.assign({{"time_limit_minutes", 5}});
    const daemon d(a, other.setup("claude-code", interrupted(other, "claude-code", "#wait")));
    EXPECT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
    return all_types(d.run_directory(entry));
  }
  void expect_once(const arena& a, const std::string& entry, const daemon& d, const control& c) {
    EXPECT_EQ(on.times_started(), 1);
    EXPECT_EQ(all_types(d.run_directory(entry)), usual_types());
    const auto about = a.entry(entry);
    EXPECT_EQ(about.at("submission_requests").as_int64(), 1);
    EXPECT_EQ(about.at("submission").at("content").as_string(),
              "primes.py has primes(n); it gives 2 to 19 for 20.");
    EXPECT_THAT(paths_of_files(about), testing::UnorderedElementsAre("primes.py", "run.sh"));
    const auto shown = event_types(about);
    EXPECT_EQ(std::ranges::count(shown, "submitted"), 1);
    EXPECT_EQ(std::ranges::count(shown, "started"), 1);
    const auto usage = last_of_history(c).at("usage");
    EXPECT_EQ(usage.at("output_tokens").to_number<int>(), 40);
    EXPECT_DOUBLE_EQ(usage.at("cost_usd").to_number<double>(), 0.0125);
  }
  daemon::setup setup() const {
    auto how = on.setup("claude-code", interrupted(on, "claude-code", "#wait"));
    how.lines = c.lines();
    return how;
  }
  // All that comes before the wait was made, and the last of it shown.
  bool is_in_the_middle(const arena& a, const std::string& entry, const daemon& d) const {
    return read_text(d.run_directory(entry) / "events.jsonl").find("run.sh") != std::string::npos &&
           event_types(a.entry(entry)).size() >= 3;
  }

  stage on{"claude"};
  control c;
};

TEST_F(PresetThroughARestart, LosesNothingAndTellsNothingTwice) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  daemon d(a, setup());
  ASSERT_TRUE(wait_until([&] { return is_in_the_middle(a, entry, d); })) << d.log();
  d.kill();
  d.start_again();
  ASSERT_TRUE(wait_until([&] { return d.log_has("taking it over"); })) << d.log();
  on.go();
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "judged"; })) << d.log();
  expect_once(a, entry, d, c);
}

TEST_F(PresetThroughARestart, FindsAnswerFilesAndUsageOfARunThatEndedMeanwhile) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  daemon d(a, setup());
  ASSERT_TRUE(wait_until([&] { return is_in_the_middle(a, entry, d); })) << d.log();
  d.kill();
  on.go();
  ASSERT_TRUE(wait_until([&] { return std::filesystem::exists(d.run_directory(entry) / "exit.json"); }));
  d.start_again();
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "judged"; })) << d.log();
  expect_once(a, entry, d, c);
}

TEST(PresetWithoutItsProgram, FailsTheBoutAndSaysWhatIsMissing) {
  const stage on("another");
  arena a;
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  const daemon d(a, on.setup("codex", "codex-success.replay"));
  ASSERT_TRUE(wait_until([&] { return d.log_has("failed: the agent could not be started"); })) << d.log();
  EXPECT_THAT(d.log(), HasSubstr("codex is not in $PATH; npm install -g @openai/codex")) << "at the start";
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());
}

}  // namespace
}  // namespace e2e
