#include "daemon/preset_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace arena {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class PresetCheck : public testing::Test {
 protected:
  PresetCheck() {
    std::string name = (fs::temp_directory_path() / "preset-check-XXXXXX").string();
    here = ::mkdtemp(name.data());
  }
  ~PresetCheck() override { fs::remove_all(here); }

  void install(const std::string& name, const std::string& script) const {
    std::ofstream(here / name) << "#!/bin/sh\n" << script << "\n";
    ::chmod((here / name).c_str(), 0755);
  }
  environment variables(std::map<std::string, std::string> more = {}) const {
    more["PATH"] = "/nonexistent:" + here.string();
    more["HOME"] = here.string();
    return more;
  }

  fs::path here;
  const preset& codex = *find_preset("codex");
};

TEST_F(PresetCheck, FindsProgramVersionAndKey) {
  install("codex", "echo 'codex-cli 0.146.0'; echo more");
  const auto found = look_for(codex, variables({{"OPENAI_API_KEY", "sk-x"}}), {});
  EXPECT_EQ(found.program, here / "codex");
  EXPECT_EQ(found.version, "codex-cli 0.146.0");
  EXPECT_EQ(found.key, "OPENAI_API_KEY");
  EXPECT_THAT(trouble_with(codex, found), IsEmpty());
}

TEST_F(PresetCheck, TakesALoginForAKey) {
  fs::create_directories(here / ".codex");
  std::ofstream(here / ".codex/auth.json") << "{}";
  EXPECT_EQ(look_for(codex, variables(), {}).key, "~/.codex/auth.json");
}

TEST_F(PresetCheck, SaysWhatIsMissingAndTheWayOut) {
  const auto trouble = trouble_with(codex, look_for(codex, variables({{"OPENAI_API_KEY", ""}}), {}));
  ASSERT_EQ(trouble.size(), 2U);
  EXPECT_EQ(trouble[0].part, preset_part::program);
  EXPECT_EQ(trouble[0].what, "codex is not in $PATH");
  EXPECT_THAT(trouble[0].remedy, HasSubstr("npm install -g @openai/codex"));
  EXPECT_EQ(trouble[1].part, preset_part::key);
  EXPECT_THAT(trouble[1].remedy, HasSubstr("CODEX_API_KEY, OPENAI_API_KEY"));
}

TEST_F(PresetCheck, LooksForTheProgramThatTheOwnerNames) {
  install("mine", "exit 3");
  const auto found = look_for(codex, variables(), {.program = (here / "mine").string()});
  EXPECT_EQ(found.program, here / "mine");
  EXPECT_EQ(found.version, "");
  const auto none = look_for(codex, variables(), {.program = "./none", .directory = here});
  EXPECT_EQ(trouble_with(codex, none).at(0).what, "./none is no program");
  EXPECT_EQ(look_for(codex, variables(), {.program = "./mine", .directory = here}).program, here / "./mine");
}

TEST_F(PresetCheck, StartsNothingWhenItIsNotToAskForTheVersion) {
  install("codex", "touch " + (here / "started").string());
  EXPECT_TRUE(look_for(codex, variables(), {.ask_version = false}).program);
  EXPECT_FALSE(fs::exists(here / "started"));
}

TEST_F(PresetCheck, AsksAProgramThatNeverEndsAndPrintsWithoutEndNoLongerThanItsFirstLine) {
  install("codex", "echo 1.0; while :; do sleep 1; done");
  EXPECT_EQ(look_for(codex, variables(), {}).version, "1.0");
  install("codex", "while :; do printf xxxxxxxxxxxxxxxx; done");
  EXPECT_THAT(look_for(codex, variables(), {}).version, testing::StartsWith("xxxx"));
}

TEST_F(PresetCheck, MissesWhatTheSandboxIsMadeOfUnlessThereShallBeNone) {
  const preset& claude = *find_preset("claude-code");
  install("claude", "echo 2.1.0");
  install("bwrap", "");
  const auto given = variables({{"ANTHROPIC_API_KEY", "k"}});
  const auto trouble = trouble_with(claude, look_for(claude, given, {}));
  ASSERT_EQ(trouble.size(), 1U);
  EXPECT_EQ(trouble[0].part, preset_part::sandbox);
  EXPECT_EQ(trouble[0].what, "socat not in $PATH: it will run no commands");
  EXPECT_THAT(trouble_with(claude, look_for(claude, given, {.unsafe = true})), IsEmpty());
  const auto as_root = trouble_with(claude, look_for(claude, given, {.unsafe = true, .as_root = true}));
  ASSERT_EQ(as_root.size(), 1U);
  EXPECT_EQ(as_root[0].part, preset_part::user);
}

}  // namespace
}  // namespace arena
