#include "core/agent/output.hpp"
#include "core/base/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace arena {
namespace {

namespace limits = bouts::limits;
using bouts::errc;
using bouts::solution;
using testing::HasSubstr;

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

TEST(CheckSolution, TakesWhatIsWithinTheLimits) {
  for (const std::string& content : {std::string("x"), std::string(limits::content_bytes, 'x'),
                                     std::string(" x\n"), repeated("é", limits::content_bytes / 2)}) {
    const solution answer = {.content = content, .files = {{"a", "b", "c"}}};
    EXPECT_EQ(check_solution(answer).value(), answer);
  }
}

TEST(CheckSolution, RefusesAnEmptyOne) {
  for (const char* content : {"", " \n\t"}) {
    const auto checked = check_solution({.content = content, .files = {}});
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, errc::no_solution);
  }
}

TEST(CheckSolution, NamesSizeAndLimitOfTooMuchContent) {
  const auto units = check_solution({.content = std::string(100'001, 'x'), .files = {}});
  ASSERT_FALSE(units);
  EXPECT_EQ(units.error().kind, errc::too_large);
  EXPECT_EQ(units.error().message,
            "The answer's content has 100,001 UTF-16 units, and the arena takes at most 100,000.");
  const auto bytes = check_solution({.content = repeated("é", 50'001), .files = {}});
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().kind, errc::too_large);
  EXPECT_THAT(bytes.error().message, HasSubstr("100,002 bytes"));
}

TEST(CheckSolution, CountsTheWholeBody) {
  solution answer = {.content = "x",
                     .files = {{"a", std::string(limits::request_body_bytes - 100, 'x'), {}}}};
  EXPECT_TRUE(check_solution(answer));
  answer.files.push_back({"b", std::string(1000, '\n'), {}});
  const auto checked = check_solution(answer);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, errc::too_large);
  EXPECT_THAT(checked.error().message, HasSubstr("4,000,000"));
}

TEST(CheckSolution, MakesContentOfFilesWhenTheyAreAlone) {
  const solution answer = {.content = "\n",
                           .files = {{"a.py", "say(\"x\")\n", "python"}, {"b", "", std::nullopt}}};
  const auto checked = check_solution(answer).value();
  EXPECT_EQ(checked.content,
            R"([{"path":"a.py","content":"say(\"x\")\n","language":"python"},{"path":"b","content":""}])");
  EXPECT_EQ(checked.files, answer.files);
  const auto large = check_solution({.content = "", .files = {{"a", std::string(100'000, 'x'), {}}}});
  ASSERT_FALSE(large);
  EXPECT_THAT(large.error().message, HasSubstr("files"));
}

TEST(CheckSolution, MakesTextsStorable) {
  const auto checked = check_solution({.content = std::string("a\0b\xFF", 4),
                                       .files = {{std::string("p\0", 2), std::string("\xC3(\0", 3), "\xFF"}}})
                           .value();
  EXPECT_EQ(checked, (solution{.content = "a�b�", .files = {{"p�", "�(�", "�"}}}));
}

}  // namespace
}  // namespace arena
