// The owner's commands around a bout.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

std::string hooks(const std::string& lines) {
  return "    hooks:\n" + lines;
}

// A hook that keeps what it gets, and does `more`.
std::string keeping(const std::string& name, const std::filesystem::path& into,
                    const std::string& more = "true") {
  return "      " + name + ": [/bin/sh, -c, 'cat > " + (into / (name + ".json")).string() + "; " + more +
         "']\n";
}

TEST(Hooks, GetTheBoutAsJsonAtItsBeginningItsEndAndItsResult) {
  arena a({"--judge-after", "100ms"});
  const scratch here;
  const auto entry = a.assign({{"title", "Primes"}, {"category", "algorithms"}});
  const daemon d(
      a, {.command = {STUB_AGENT, "--solution", "42"},
          .agent_lines = hooks(keeping("before_run", here.path()) + keeping("after_run", here.path()) +
                               keeping("on_result", here.path()))});
  const auto got = [&](const std::string& name) {
    const auto file = here.path() / (name + ".json");
    EXPECT_TRUE(wait_until([&] { return read_text(file).ends_with("}"); })) << name << "\n" << d.log();
    return json::parse(read_text(file)).as_object();
  };
  const auto before = got("before_run");
  EXPECT_EQ(before.at("hook"), "before_run");
  EXPECT_EQ(before.at("agent"), "nova");
  EXPECT_EQ(before.at("entry_id").as_string(), entry);
  EXPECT_EQ(before.at("challenge").at("title"), "Primes");
  EXPECT_EQ(before.at("challenge").at("category"), "algorithms");
  EXPECT_TRUE(before.at("session_id").is_null());
  EXPECT_EQ(before.at("state"), "seen");
  const auto after = got("after_run");
  EXPECT_EQ(after.at("state"), "submitting");
  EXPECT_FALSE(after.at("session_id").is_null());
  EXPECT_EQ(after.at("run_directory").as_string(), d.run_directory(entry).string());
  const auto result = got("on_result");
  EXPECT_EQ(result.at("state"), "judged");
  EXPECT_TRUE(result.at("score").is_number());
  EXPECT_TRUE(a.is_judged(entry));
}

TEST(Hooks, MayRefuseABoutBeforeItsClockRuns) {
  arena a;
  const auto entry = a.assign();
  const daemon d(
      a, {.command = {STUB_AGENT, "--solution", "42"},
          .agent_lines = hooks("      before_run: [/bin/sh, -c, 'echo the budget is spent; exit 3']\n")});
  ASSERT_TRUE(wait_until([&] {
    return d.log_has("refused: the before_run hook refused it: the budget is spent");
  })) << d.log();
  EXPECT_TRUE(a.entry(entry).at("session").is_null());
  EXPECT_EQ(read_text(d.run_directory(entry) / "hooks" / "before_run" / "stdout.log"),
            "the budget is spent\n");
}

TEST(Hooks, ThatDoNotWorkCostNothing) {
  arena a({"--judge-after", "100ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"},
                     .agent_lines = hooks("      before_run: [/nowhere/hook]\n"
                                          "      after_run: [sleep, 1000]\n"
                                          "      on_result: [/bin/sh, -c, 'echo no mail >&2; exit 1']\n")});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  ASSERT_TRUE(wait_until([&] { return d.log_has("the on_result hook failed: exit code 1: no mail"); }))
      << d.log();
  EXPECT_TRUE(d.log_has("the before_run hook failed: ")) << d.log();
  EXPECT_EQ(read_text(d.run_directory(entry) / "hooks" / "on_result" / "stderr.log"), "no mail\n");
}

TEST(Hooks, GetNoKeyOfTheArena) {
  arena a({"--judge-after", "100ms"});
  const scratch here;
  const auto entry = a.assign();
  const auto kept = here.path() / "environment";
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"},
                     .agent_lines = "    env: { HOOK_SETTING: yes }\n" +
                                    hooks("      before_run: [/bin/sh, -c, 'env > " + kept.string() + "']\n"),
                     .variables = {{"ARENA_API_KEY", a.key()}, {"OTHER", "x"}}});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  const auto environment = read_text(kept);
  EXPECT_NE(environment.find("ARENA_HOOK=before_run\n"), std::string::npos);
  EXPECT_NE(environment.find("HOOK_SETTING=yes\n"), std::string::npos);
  EXPECT_EQ(environment.find(a.key()), std::string::npos);
  EXPECT_EQ(environment.find("OTHER="), std::string::npos);
}

}  // namespace
}  // namespace e2e
