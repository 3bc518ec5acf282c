#include "core/base/ids.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <string>
#include <unordered_set>

namespace {

using namespace bouts;
using namespace std::string_view_literals;

static_assert(!std::convertible_to<entry_id, session_id>, "ids of two kinds must not be mixed up");
static_assert(!std::constructible_from<entry_id, session_id>);
static_assert(!std::constructible_from<entry_id, std::string>, "an id is only had by parse()");
static_assert(!std::equality_comparable_with<entry_id, session_id>);

TEST(SafeId, TakesUuidsAndPlainTokens) {
  for (const auto text :
       {"550e8400-e29b-41d4-a716-446655440000"sv, "a"sv, "0"sv, "_x"sv, "entry_1.2-3"sv, "A..B"sv}) {
    EXPECT_TRUE(is_safe_id(text)) << text;
  }
}

TEST(SafeId, RefusesWhatCouldLeaveAPathOrAUrl) {
  const std::string_view hostile[] = {
      ""sv,      "."sv,     ".."sv,    ".hidden"sv, "-rf"sv,      "../etc/passwd"sv,
      "a/b"sv,   "a\\b"sv,  "a b"sv,   " a"sv,      "a\n"sv,      "a\0b"sv,
      "\0"sv,    "a%2Fb"sv, "a?x=1"sv, "a#x"sv,     "a;b"sv,      "$(id)"sv,
      "`id`"sv,  "a'b"sv,   "a\"b"sv,  "ä"sv,       "\xC0\xAF"sv, "\xFF"sv,
      "a\x7f"sv, "a:b"sv,   "~"sv,     "*"sv,       "a\u202Eb"sv};
  for (const auto text : hostile) {
    EXPECT_FALSE(is_safe_id(text)) << testing::PrintToString(std::string(text));
  }
}

TEST(SafeId, EndsAtSixtyFourCharacters) {
  EXPECT_TRUE(is_safe_id(std::string(64, 'a')));
  EXPECT_FALSE(is_safe_id(std::string(65, 'a')));
  EXPECT_FALSE(is_safe_id(std::string(1'000'000, 'a')));
}

TEST(Id, ParseKeepsTheTextAsItCame) {
  const auto parsed = entry_id::parse("AbC-1");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->str(), "AbC-1");
  EXPECT_FALSE(parsed->empty());
}

TEST(Id, ParseNamesTheKindOfIdAndNotTheHostileText) {
  const auto refused = session_id::parse("../../etc");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, errc::invalid);
  EXPECT_TRUE(refused.error().message.contains("session id"));
  EXPECT_FALSE(refused.error().message.contains("etc"));
}

TEST(Id, DefaultIsNoneAndSmallerThanAny) {
  EXPECT_TRUE(entry_id().empty());
  EXPECT_LT(entry_id(), *entry_id::parse("0"));
  EXPECT_EQ(entry_id(), entry_id());
}

TEST(Id, EqualIdsHashAlike) {
  std::unordered_set<challenge_id> ids;
  ids.insert(*challenge_id::parse("a"));
  ids.insert(*challenge_id::parse("a"));
  ids.insert(*challenge_id::parse("b"));
  EXPECT_EQ(ids.size(), 2u);
}

}  // namespace
