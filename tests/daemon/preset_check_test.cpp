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
  const auto found = look_for(codex, "", variables({{"OPENAI_API_KEY", "sk-x"}}), true);
  EXPECT_EQ(found.program, here / "codex");
  EXPECT_EQ(found.version, "codex-cli 0.146.0");
  EXPECT_EQ(found.key, "OPENAI_API_KEY");
  EXPECT_THAT(trouble_with(codex, found), IsEmpty());
}

TEST_F(PresetCheck, TakesALoginForAKey) {
  fs::create_directories(here / ".codex");
  std::ofstream(here / ".codex/auth.json") << "{}";
  EXPECT_EQ(look_for(codex, "", variables(), false).key, "~/.codex/auth.json");
}

TEST_F(PresetCheck, SaysWhatIsMissingAndTheWayOut) {
  const auto trouble = trouble_with(codex, look_for(codex, "", variables({{"OPENAI_API_KEY", ""}}), true));
  ASSERT_EQ(trouble.size(), 2U);
  EXPECT_THAT(trouble[0], HasSubstr("npm install -g @openai/codex"));
  EXPECT_THAT(trouble[1], HasSubstr("CODEX_API_KEY, OPENAI_API_KEY"));
}

TEST_F(PresetCheck, LooksForTheProgramThatTheOwnerNames) {
  install("mine", "exit 3");
  const auto found = look_for(codex, (here / "mine").string(), variables(), true);
  EXPECT_EQ(found.program, here / "mine");
  EXPECT_EQ(found.version, "");
  EXPECT_FALSE(look_for(codex, (here / "none").string(), variables(), false).program);
}

}  // namespace
}  // namespace arena
