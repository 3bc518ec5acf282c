#include "core/base/text.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using namespace bouts;
using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::string_view fffd = "\uFFFD";

// Table 3-8 to 3-11 of the Unicode standard, chapter 3.9, and the usual attacks.
TEST(ValidUtf8, ReplacesEachMaximalSubpartOnce) {
  const auto r = std::string(fffd);
  const struct {
    std::string input;
    std::string expected;
  } rows[] = {
      {"plain", "plain"},
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"s, r + r + r + r + r + r + r + r + "A"},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"s, r + r + r + r + r + r + r + r + "A"},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"s, r + r + r + r + r + "A" + r + r + "B"},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"s, r + r + r + r + "A"},
      {"\xF0\x9F\x98"s, r},
      {"a\xC3"s, "a" + r},
      {"\xFE\xFF"s, r + r},
      {"\xC1\x81"s, r + r},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(to_valid_utf8(row.input), row.expected) << testing::PrintToString(row.input);
    EXPECT_EQ(is_valid_utf8(row.input), row.input == row.expected);
  }
}

TEST(ValidUtf8, KeepsTheFirstAndLastCharacterOfEachLength) {
  for (const auto text : {"\x00\x7F"sv, "\xC2\x80\xDF\xBF"sv, "\xE0\xA0\x80\xEF\xBF\xBF"sv,
                          "\xED\x9F\xBF\xEE\x80\x80"sv, "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_TRUE(is_valid_utf8(text));
    EXPECT_EQ(to_valid_utf8(text), text);
  }
}

TEST(StripControls, TakesOutEscapeSequencesAndControls) {
  const struct {
    std::string input;
    std::string expected;
  } rows[] = {
      {"", ""},
      {"plain\ttext\n", "plain\ttext\n"},
      {"a\0b"s, "ab"},
      {"\x1b[31mred\x1b[0m", "red"},
      {"\x1b[38;2;255;0;0mtrue\x1b[mcolour", "truecolour"},
      {"\x1b[?25l\x1b[2K\x1b[1;1Hx", "x"},
      {"\x1b]0;title\x07text", "text"},
      {"\x1b]8;;https://x.y\x1b\\link\x1b]8;;\x1b\\", "link"},
      {"\x1bPq#0;2;0\x1b\\after", "after"},
      {"\x1b^private\x1b\\after", "after"},
      {"\x1b_app\x1b\\after", "after"},
      {"\x1bXstart of string\x1b\\after", "after"},
      {"\x1b(Bcharset", "charset"},
      {"\x1b"
       "7saved\x1b"
       "8",
       "saved"},
      {"\x1b=keypad", "keypad"},
      {"\x1b", ""},
      {"text\x1b[", "text"},
      {"text\x1b[31", "text"},
      {"\x1b\x1b[31mtwice", "twice"},
      {"\x1b[31\nnext line stays", "\nnext line stays"},
      {"\x1b]unfinished title\nnext line stays", "\nnext line stays"},
      {"\x1b]0;title\x1b[31mred", "red"},
      {"\x1b]0;unfinished\x18"
       "after",
       "after"},
      {"a\r\nb\rc\n", "a\nb\nc\n"},
      {"bell\a back\b form\f vt\v del\x7f", "bell back form vt del"},
      {"c1 \u0085\u009b\u0080x\u00A0", "c1 x\u00A0"},
      {"h\u00E9llo \u4E16\u754C \U0001F600", "h\u00E9llo \u4E16\u754C \U0001F600"},
      {"\x1b\u00E9", "\u00E9"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(strip_controls(row.input), row.expected) << testing::PrintToString(row.input);
  }
}

TEST(StripControls, LeavesNoControlInAnythingRandom) {
  std::mt19937 random(3);
  const std::string_view pieces[] = {"\x1b"sv, "["sv,      "]"sv,      "P"sv,          "0;1"sv, "m"sv,
                                     "\a"sv,   "\\"sv,     "\r"sv,     "\n"sv,         "\0"sv,  "x"sv,
                                     "é"sv,    "\u009b"sv, "\u0080"sv, "\U0001F600"sv, "\t"sv,  "\x7f"sv};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(pieces) - 1);
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    for (int k = 0; k < 12; ++k) {
      text += pieces[pick(random)];
    }
    const std::string clean = strip_controls(text);
    ASSERT_TRUE(is_valid_utf8(clean));
    ASSERT_EQ(strip_controls(clean), clean) << testing::PrintToString(text);
    for (const char c : clean) {
      ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
          << testing::PrintToString(text);
    }
  }
}

TEST(Utf16Length, CountsUnitsNotBytesNorCharacters) {
  EXPECT_EQ(utf16_length(""), 0u);
  EXPECT_EQ(utf16_length("abc"), 3u);
  EXPECT_EQ(utf16_length("\u00E9"), 1u);
  EXPECT_EQ(utf16_length("\u4E16"), 1u);
  EXPECT_EQ(utf16_length("\uFFFF"), 1u);
  EXPECT_EQ(utf16_length("\U00010000"), 2u);
  EXPECT_EQ(utf16_length("\U0001F600!"), 3u);
}

TEST(ClampUtf16, KeepsWhatFitsAndMarksWhatItCut) {
  EXPECT_EQ(clamp_utf16("abc", 3), "abc");
  EXPECT_EQ(clamp_utf16("abcd", 3), "ab\u2026");
  EXPECT_EQ(clamp_utf16("abcd", 1), "\u2026");
  EXPECT_EQ(clamp_utf16("abcd", 0), "");
  EXPECT_EQ(clamp_utf16("", 0), "");
  EXPECT_EQ(clamp_utf16("\u4E16\u754C", 2), "\u4E16\u754C") << "more bytes than units is no reason to cut";
}

TEST(ClampUtf16, NeverSplitsASurrogatePair) {
  const std::string faces = "\U0001F600\U0001F601\U0001F602";  // 6 units
  EXPECT_EQ(clamp_utf16(faces, 6), faces);
  EXPECT_EQ(clamp_utf16(faces, 5), "\U0001F600\U0001F601\u2026");
  EXPECT_EQ(clamp_utf16(faces, 4), "\U0001F600\u2026") << "3 units left: one pair, not one and a half";
  EXPECT_EQ(clamp_utf16(faces, 2), "\u2026");
}

TEST(ClampUtf16, GivesThePrefixThatFitsForAnyText) {
  std::mt19937 random(4);
  const std::string_view characters[] = {"a"sv,      "\u00E9"sv,     "\u4E16"sv, "\U0001F600"sv,
                                         "\uFFFF"sv, "\U0010FFFF"sv, "\0"sv};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(characters) - 1);
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    for (std::size_t k = random() % 20; k > 0; --k) {
      text += characters[pick(random)];
    }
    const std::size_t limit = random() % 24;
    const std::string cut = clamp_utf16(text, limit);
    ASSERT_LE(utf16_length(cut), limit);
    ASSERT_TRUE(is_valid_utf8(cut));
    if (utf16_length(text) <= limit) {
      ASSERT_EQ(cut, text);
    } else if (limit > 0) {
      ASSERT_TRUE(cut.ends_with("\u2026"));
      ASSERT_TRUE(text.starts_with(cut.substr(0, cut.size() - "\u2026"sv.size())));
      ASSERT_GE(utf16_length(cut) + 1, limit) << "at most one unit is left over, where a pair did not fit";
    }
  }
}

TEST(Trim, TakesWhiteSpaceFromTheEndsOnly) {
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim(" \t\r\n\f\v"), "");
  EXPECT_EQ(trim(" a b\n"), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim("\u00A0a"), "\u00A0a") << "ASCII white space only";
}

TEST(Printable, IsOneLineWithControlsEscaped) {
  EXPECT_EQ(printable("a\nb\tc\rd", 100), "a\\nb\\tc\\rd");
  EXPECT_EQ(printable("\x1b[31m\0\x7f"sv, 100), "\\x1B[31m\\x00\\x7F");
  EXPECT_EQ(printable("\u0085", 100), "\\x85");
  EXPECT_EQ(printable("h\u00E9 \U0001F600", 100), "h\u00E9 \U0001F600");
  EXPECT_EQ(printable("\xFF", 100), fffd);
  EXPECT_EQ(printable("", 10), "");
}

TEST(Printable, EscapesWhatWouldBreakOrTurnTheLine) {
  EXPECT_EQ(printable("a\u2028b\u2029c", 100), "a\\u2028b\\u2029c");
  EXPECT_EQ(printable("user\u202Etxt.exe", 100), "user\\u202Etxt.exe");
  EXPECT_EQ(printable("\u2066x\u2069\u200F", 100), "\\u2066x\\u2069\\u200F");
}

TEST(Printable, IsCutToItsUnits) {
  EXPECT_EQ(printable("abcdef", 4), "abc\u2026");
  EXPECT_EQ(printable(std::string(1'000'000, 'x'), 5), "xxxx\u2026");
  EXPECT_EQ(printable("\n\n\n", 4), "\\n\\\u2026");
  EXPECT_EQ(printable("abc", 0), "");
}

TEST(Printable, StaysWithinItsUnitsForAnyBytes) {
  std::mt19937 random(5);
  for (int i = 0; i < 5'000; ++i) {
    std::string bytes;
    for (std::size_t k = random() % 60; k > 0; --k) {
      bytes += static_cast<char>(random());
    }
    const std::size_t limit = random() % 40;
    const std::string line = printable(bytes, limit);
    ASSERT_TRUE(is_valid_utf8(line));
    ASSERT_LE(utf16_length(line), limit);
    for (const char c : line) {
      ASSERT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7F);
    }
  }
}

}  // namespace
