#include "core/base/name_table.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bouts {
namespace {

constexpr std::array<std::string_view, 5> names = {"a", "type", "tool", "sixteen_letters_", "command"};
constexpr name_table<names.size()> table(names);

// The name in front of other bytes, as a line has it.
std::size_t find_among(const std::string& name) {
  const std::string line = name + "\":\"what follows a name";
  return table.find_readable(std::string_view(line).substr(0, name.size()));
}

TEST(NameTable, FindsEachNameWhateverFollowsIt) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(table.find(names[i]), i);
    EXPECT_EQ(find_among(std::string(names[i])), i);
  }
}

TEST(NameTable, FindsNothingElse) {
  for (const std::string other :
       {"", "b", "aa", "tyPe", "taxe", "types", "typ", "teal", "sixteen_letterz_", "sixteen_letters__",
        "a name that is much longer than any", "cammand", "commands", "Command"}) {
    EXPECT_EQ(table.find(other), names.size()) << other;
    EXPECT_EQ(find_among(other), names.size()) << other;
  }
  EXPECT_EQ(table.find(std::string_view("a\0", 2)), names.size());
  EXPECT_EQ(table.find(std::string_view("\0", 1)), names.size());
}

}  // namespace
}  // namespace bouts
