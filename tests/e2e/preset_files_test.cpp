// What agents may leave in their working directory, and what of it is handed in.

#include "tests/e2e/preset_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace e2e {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class PresetFiles : public testing::Test {
 protected:
  // A stand-in that runs the script in its working directory and answers as Codex does.
  void play(const std::string& script) {
    const auto program = here_.write(
        "codex",
        "#!/bin/sh\ncat >/dev/null\n" + script +
            "\necho '{\"type\":\"item.completed\",\"item\":{\"id\":\"i\",\"type\":"
            "\"agent_message\",\"text\":\"Done.\"}}'\n"
            "echo '{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}'\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    entry_ = a_.assign({{"time_limit_minutes", 5}});
    daemon_.emplace(a_, daemon::setup{.command = {program}, .agent_lines = "    preset: codex\n"});
    ASSERT_TRUE(wait_until([&] { return a_.is_judged(entry_); })) << daemon_->log();
  }
  std::vector<std::string> handed_in() const { return paths_of_files(a_.entry(entry_)); }
  std::string log() const { return daemon_->log(); }
  std::string all_shown() const { return read_text(daemon_->run_directory(entry_) / "events.jsonl"); }
  const std::filesystem::path& outside() const { return here_.path(); }
  std::string write_outside(const std::string& name, const std::string& text) const {
    return here_.write(name, text);
  }

 private:
  scratch here_;
  arena a_{{"--judge-after", "200ms"}};
  std::string entry_;
  std::optional<daemon> daemon_;
};

TEST_F(PresetFiles, AreOfTheDirectoryAloneAndOnlyText) {
  const auto secret = write_outside("secret.txt", "the-owner's-own-words");
  play("ln -s " + secret + " link.txt; ln -s " + outside().string() +
       " way; ln -s . loop; mkfifo pipe; head -c 100 /dev/zero >zeros.bin; printf '\\377\\376x' >bad.txt\n"
       "echo 'print(2)' >main.py");
  EXPECT_THAT(handed_in(), ElementsAre("main.py"));
  EXPECT_THAT(all_shown(), Not(HasSubstr("own-words")));
  EXPECT_THAT(log(), HasSubstr("of its files, 2 are not handed in"));
}

TEST_F(PresetFiles, MayHaveAnyName) {
  play(
      "printf x >'two\nlines.txt'; printf x >'quote\".txt'; printf x >\"$(printf 'red\\033[31m.txt')\"\n"
      "printf x >\"$(printf 'latin\\344.txt')\"; printf x >'-rf'; echo 'print(2)' >main.py");
  EXPECT_THAT(handed_in(), Contains("two\nlines.txt"));
  EXPECT_THAT(handed_in(), Contains("quote\".txt"));
  EXPECT_THAT(handed_in(), Contains("-rf"));
  EXPECT_EQ(all_shown().find("\\u001b"), std::string::npos) << "no escape reaches a spectator's terminal";
  EXPECT_THAT(log(), HasSubstr("of its files, 1 are not handed in"));
}

TEST_F(PresetFiles, OfAnySizeAndNumberLeaveRoomForWhatTheAgentSaidThatItWrote) {
  play(
      "truncate -s 8G huge.txt; mkdir out; for i in $(seq 1 400); do echo $i >out/$i; done\n"
      "head -c 20000 /dev/zero | tr '\\0' x >main.py\n"
      "echo "
      "'{\"type\":\"item.completed\",\"item\":{\"id\":\"f\",\"type\":\"file_change\",\"status\":"
      "\"completed\","
      "\"changes\":[{\"path\":\"main.py\",\"kind\":\"add\"}]}}'");
  const auto files = handed_in();
  EXPECT_EQ(files.size(), 200U);
  EXPECT_THAT(files, Contains("main.py"));
  EXPECT_THAT(files, Not(Contains("huge.txt")));
  EXPECT_THAT(log(), HasSubstr("of its files, 202 are not handed in"));
}

}  // namespace
}  // namespace e2e
