#include "core/agent/changed_files.hpp"
#include "core/agent/preset.hpp"
#include "core/agent/prompt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace arena {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += word + " ";
  }
  return all;
}

TEST(Preset, HasOneForEachDialect) {
  ASSERT_EQ(all_presets().size(), all_dialects.size());
  for (const auto& one : all_presets()) {
    EXPECT_EQ(parse_dialect_kind(one.name), one.dialect);
    EXPECT_EQ(find_preset(one.name), &one);
    EXPECT_FALSE(one.install.empty() || one.success.empty() || one.keys.empty());
  }
  EXPECT_EQ(find_preset("emacs"), nullptr);
}

TEST(Preset, LoosensNoSandboxUnlessTheOwnerSaysSo) {
  for (const auto& one : all_presets()) {
    const auto careful = joined(command_of(one, {}, false, {}));
    for (const auto* flag :
         {"bypass", "yolo", "dangerously", "--force", "--auto ", "skip-permissions", "disabled"}) {
      EXPECT_THAT(careful, Not(HasSubstr(flag))) << one.name;
    }
  }
  EXPECT_THAT(command_of(*find_preset("claude-code"), {}, true, {}), Contains("bypassPermissions"));
}

TEST(Preset, PutsTheOwnersWordsBehindTheSubcommand) {
  const preset_facts facts{.workdir = "/w", .prompt_file = "/p", .seconds = 90};
  EXPECT_THAT(command_of(*find_preset("codex"), {"/opt/codex", "-m", "big"}, false, facts),
              ElementsAre("/opt/codex", "exec", "-m", "big", "--json", "--skip-git-repo-check", "--ephemeral",
                          "-C", "/w", "-s", "workspace-write", "-"));
  EXPECT_THAT(joined(command_of(*find_preset("openclaw"), {}, false, facts)), HasSubstr("--timeout 90 "));
  EXPECT_THAT(joined(command_of(*find_preset("aider"), {}, false, facts)), HasSubstr("--message-file /p "));
}

TEST(Preset, JudgesByWhatTheStreamSaid) {
  run_report report;
  EXPECT_EQ(own_failure(report, dialect_kind::codex, 0), "it ended without saying that it was done");
  EXPECT_EQ(own_failure(report, dialect_kind::gemini, 53), "stopped at its turn limit");
  report.outcome = stream_outcome::completed;
  EXPECT_EQ(own_failure(report, dialect_kind::codex, 0), "");
  report.outcome = stream_outcome::failed;
  report.failure = "401";
  EXPECT_EQ(own_failure(report, dialect_kind::goose, 0), "401");
  report.outcome = stream_outcome::limit;
  EXPECT_EQ(own_failure(report, dialect_kind::claude_code, 0), "stopped at a limit of its own: 401");
  report = {.says_when_done = false};
  EXPECT_EQ(own_failure(report, std::nullopt, 0), "");
}

TEST(Prompt, PutsTheChallengeInOnce) {
  bouts::challenge challenge;
  challenge.title = "Say {prompt}";
  challenge.description = "in {title} words";
  const prompt_facts facts{.challenge = challenge,
                           .time_left = std::chrono::seconds(150),
                           .deadline = {},
                           .workdir = "/w",
                           .solution_file = "/s"};
  EXPECT_EQ(fill_prompt("{title}: {prompt} {minutes} {x} { {workdir}", facts),
            "Say {prompt}: in {title} words 2 {x} { /w");
  challenge.prompt = "own";
  EXPECT_EQ(fill_prompt("{prompt}|{description}|{solution_file}{", facts), "own|in {title} words|/s{");
  const auto usual = fill_prompt(default_prompt_template(), facts);
  EXPECT_THAT(usual, testing::AllOf(HasSubstr("own"), HasSubstr("2 minutes"), HasSubstr("/w"),
                                    Not(HasSubstr("{"
                                                  "deadline"))));
}

TEST(Prompt, LeavesOddBracesAsTheyAreAndNamesWordsThatItDoesNotKnow) {
  bouts::challenge challenge;
  challenge.description = "task";
  const prompt_facts facts{
      .challenge = challenge, .time_left = {}, .deadline = {}, .workdir = "/w", .solution_file = "/s"};
  for (const auto& [written, filled] :
       std::vector<std::pair<std::string, std::string>>{{"{{prompt}}", "{task}"},
                                                        {"{ prompt }{prompt", "{ prompt }{prompt"},
                                                        {"}{prompt}{", "}task{"},
                                                        {"{}{\"a\": 1}{Prompt}", "{}{\"a\": 1}{Prompt}"},
                                                        {"{prompt{prompt}", "{prompttask"},
                                                        {"{minutes}", "1"}}) {
    EXPECT_EQ(fill_prompt(written, facts), filled);
  }
  EXPECT_THAT(unknown_words("{deadlnie} {prompt} {} {\"a\":1} {x y} {deadlnie} {w{path} {"),
              ElementsAre("deadlnie", "path"));
  EXPECT_THAT(unknown_words(default_prompt_template()), ElementsAre());
}

TEST(Prompt, KnowsATemplateWithoutATask) {
  EXPECT_FALSE(trouble_with_template(default_prompt_template()));
  EXPECT_TRUE(trouble_with_template("Do it, {title}!"));
}

TEST(ChangedFiles, LeavesOutWhatIsNobodysAnswer) {
  for (const auto* folder : {".git", "node_modules", "__pycache__", ".venv", "target", ".claude"}) {
    EXPECT_TRUE(is_left_out(folder, true)) << folder;
  }
  for (const auto* file : {".env", ".env.local", ".aider.chat.history.md", ".arena-solution", "a.pyc"}) {
    EXPECT_TRUE(is_left_out(file, false)) << file;
  }
  EXPECT_FALSE(is_left_out(".github", true));
  EXPECT_FALSE(is_left_out("src", true));
  EXPECT_FALSE(is_left_out(".gitignore", false));
  EXPECT_FALSE(is_left_out("target", false));
}

TEST(ChangedFiles, TakesSmallOnesFirstAndCountsTheRest) {
  std::vector<found_file> found = {{"z.py", 10}, {"huge.bin", max_answer_file_bytes + 1}, {"a.py", 20}};
  for (int i = 0; i < 4; ++i) {
    found.push_back({"big" + std::to_string(i), max_answer_file_bytes});
  }
  const auto chosen = choose_files(found);
  EXPECT_THAT(chosen.taken, ElementsAre(found_file{"a.py", 20}, found_file{"big0", max_answer_file_bytes},
                                        found_file{"big1", max_answer_file_bytes}, found_file{"z.py", 10}));
  EXPECT_EQ(chosen.left, 3U);
  std::vector<found_file> many(max_answer_files + 5, found_file{"x", 1});
  EXPECT_EQ(choose_files(many).left, 5U);
}

TEST(ChangedFiles, TakesWhatTheAgentSpokeOfBeforeSmallerFiles) {
  std::vector<found_file> found(max_answer_files, found_file{"x", 1});
  found.push_back({.path = "main.py", .bytes = 20'000, .said = true});
  const auto chosen = choose_files(found);
  EXPECT_EQ(chosen.left, 1U);
  EXPECT_EQ(chosen.taken.front().path, "main.py");
}

TEST(ChangedFiles, NamesThemWhereThereAreNoWords) {
  EXPECT_EQ(content_for({"a", "b"}), "The answer is in the files:\n- a\n- b");
  EXPECT_THAT(content_for(std::vector<std::string>(60, "x")), HasSubstr("and 10 more"));
}

}  // namespace
}  // namespace arena
