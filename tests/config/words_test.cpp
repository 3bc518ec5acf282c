#include "config/load.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

using words = std::vector<std::string>;

struct splitting {
  const char* line;
  words expected;
};

TEST(Words, AreSplitAsAShellSplitsThem) {
  const std::vector<splitting> table = {
      {"", {}},
      {" \t\n", {}},
      {"agent", {"agent"}},
      {"  python3   my_agent.py\t--fast\n", {"python3", "my_agent.py", "--fast"}},
      {"sh -c 'echo \"a b\" $X'", {"sh", "-c", "echo \"a b\" $X"}},
      {R"(sh -c "say \"hi\" \\ \n $HOME")", {"sh", "-c", R"(say "hi" \ \n $HOME)"}},
      {R"(a\ b c\'d \\)", {"a b", "c'd", "\\"}},
      {"a'b'\"c\"d", {"abcd"}},
      {"'' \"\"", {"", ""}},
      {"--name='x y'z", {"--name=x yz"}},
      {"a;b|c>d *~ $(x) `y`", {"a;b|c>d", "*~", "$(x)", "`y`"}},
      {"\xC3\xA9t\xC3\xA9 'b'", {"\xC3\xA9t\xC3\xA9", "b"}},
  };
  for (const auto& row : table) {
    EXPECT_EQ(split_words(row.line), row.expected) << row.line;
  }
}

TEST(Words, AreNothingWhereAQuoteStaysOpen) {
  for (const auto* line : {"'", "\"", "a 'b", "a \"b", R"(a "b\")", "a\\", "'it''s"}) {
    EXPECT_EQ(split_words(line), std::nullopt) << line;
  }
}

}  // namespace
}  // namespace arena::config
