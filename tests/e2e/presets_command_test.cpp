// `arena-connect presets`: what is known by name, and what of it is here.

#include "tests/e2e/harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Presets : public testing::Test {
 protected:
  Presets() {
    std::filesystem::create_directory(here.path() / "bin");
    const auto program = here.write("bin/codex", "#!/bin/sh\necho codex-cli 0.146.0\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  }
  run_result presets(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"presets"};
    words.insert(words.end(), more.begin(), more.end());
    return run(ARENA_CONNECT, words,
               {{"PATH", (here.path() / "bin").string()},
                {"HOME", here.path().string()},
                {"CODEX_API_KEY", "not-to-be-shown"}});
  }

  scratch here;
};

TEST_F(Presets, AreListedWithWhatIsHereAndWhatIsMissing) {
  const auto told = presets();
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out,
              HasSubstr("found     " + (here.path() / "bin/codex").string() + ", codex-cli 0.146.0\n"));
  EXPECT_THAT(told.out, HasSubstr("key       CODEX_API_KEY\n"));
  EXPECT_THAT(told.out, HasSubstr("missing   claude is not in $PATH: npm install"));
  EXPECT_THAT(told.out, HasSubstr("missing   bwrap, socat not in $PATH"));
  EXPECT_THAT(told.out, Not(HasSubstr("not-to-be-shown")));
}

TEST_F(Presets, AreThereAsJson) {
  const auto told = presets({"--json"});
  EXPECT_EQ(told.code, 0) << told.err;
  const auto all = json::parse(told.out).at("presets").as_array();
  std::vector<std::string> names;
  for (const auto& one : all) {
    names.emplace_back(one.at("name").as_string());
  }
  EXPECT_THAT(names, ElementsAre("claude-code", "codex", "gemini", "cursor", "opencode", "goose", "qwen",
                                 "openclaw", "aider"));
  EXPECT_TRUE(all.at(0).at("found").is_null());
  EXPECT_THAT(all.at(0).at("missing").as_array(), SizeIs(3));
  const auto& codex = all.at(1);
  EXPECT_EQ(codex.at("found").as_string(), (here.path() / "bin/codex").string());
  EXPECT_EQ(codex.at("version").as_string(), "codex-cli 0.146.0");
  EXPECT_EQ(codex.at("key").as_string(), "CODEX_API_KEY");
  EXPECT_THAT(codex.at("missing").as_array(), IsEmpty());
  EXPECT_EQ(codex.at("command").as_array().at(0).as_string(), "codex");
}

}  // namespace
}  // namespace e2e
