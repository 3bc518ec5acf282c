#include "core/agent/path_pattern.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arena {
namespace {

TEST(PathPattern, MatchesAsUsersOfShellsExpect) {
  EXPECT_TRUE(matches_pattern("main.py", "main.py"));
  EXPECT_TRUE(matches_pattern("main.py", "*.py"));
  EXPECT_TRUE(matches_pattern("src/main.py", "src/*.py"));
  EXPECT_TRUE(matches_pattern("src/main.py", "src/**/*.py")) << "no part at all";
  EXPECT_TRUE(matches_pattern("src/a/b/main.py", "src/**/*.py"));
  EXPECT_TRUE(matches_pattern("src/a/b/main.py", "**"));
  EXPECT_TRUE(matches_pattern("a1.txt", "a?.txt"));
  EXPECT_TRUE(matches_pattern("aü.txt", "a?.txt")) << "one character, not one byte";
  EXPECT_TRUE(matches_pattern(".env.sample", "*"));
}

TEST(PathPattern, StarsStayWithinOnePartAndNothingElseMatches) {
  EXPECT_FALSE(matches_pattern("src/main.py", "*.py"));
  EXPECT_FALSE(matches_pattern("src/a/main.py", "src/*.py"));
  EXPECT_FALSE(matches_pattern("main.pyc", "*.py"));
  EXPECT_FALSE(matches_pattern("main.py", "MAIN.py"));
  EXPECT_FALSE(matches_pattern("lib/src/main.py", "src/**/*.py"));
  EXPECT_FALSE(matches_pattern("a.txt", "a?.txt"));
  EXPECT_FALSE(matches_pattern("src", "src/**/*"));
  EXPECT_FALSE(matches_pattern("[ab].txt", "a.txt"));
}

TEST(PathPattern, ManyStarsCostNoMoreThanTheProduct) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) {
    pattern += "*a";
  }
  EXPECT_FALSE(matches_pattern(std::string(1000, 'b'), pattern));
  EXPECT_TRUE(matches_pattern(std::string(1000, 'a'), pattern));
}

}  // namespace
}  // namespace arena
