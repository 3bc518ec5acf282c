// Text, tables and documents as they are shown.
#include "cli/display_text.hpp"
#include "cli/json_document.hpp"
#include "cli/table.hpp"
#include "cli/text_view.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace bouts::cli;
using namespace std::chrono_literals;
using narrow = column::when_narrow;

const wall_time now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + 10h};

TEST(DisplayText, WritesOutWhatATerminalWouldObey) {
  EXPECT_EQ(clean("a\x1b[31mb\r\n\xc2\x9b"
                  "c\xff"),
            "a\\x1B[31mb\\r\\n\\x9B"
            "c\xef\xbf\xbd");
  EXPECT_EQ(clean_lines("one\r\ntwo\x1b[2J"), "one\ntwo\\x1B[2J\n");
  EXPECT_EQ(clean_lines(""), "");
}

TEST(DisplayText, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("äöü€"), 4U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("🎉"), 2U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U) << "a combining accent";
}

TEST(DisplayText, CutsBetweenCharacters) {
  EXPECT_EQ(fit("abcdef", 6), "abcdef");
  EXPECT_EQ(fit("abcdef", 4), "abc…");
  EXPECT_EQ(fit("日本語", 4), "日…");
  EXPECT_EQ(fit("abc", 1), "…");
  EXPECT_EQ(fit("abc", 0), "");
}

TEST(DisplayText, TellsTimesAsPeopleDo) {
  EXPECT_EQ(relative_time(now + 3h + 12min, now), "in 3h12m");
  EXPECT_EQ(relative_time(now - 5min, now), "5m00s ago");
  EXPECT_EQ(relative_time(now + 72h, now), "2026-03-25");
  EXPECT_EQ(full_time(now - 5min, now), "2026-03-22 09:55:00 UTC (5m00s ago)");
  EXPECT_EQ(full_time(now - 72h, now), "2026-03-19 10:00:00 UTC");
}

class Table : public testing::Test {
 protected:
  std::array<column, 3> columns = {{{"ID"}, {"KIND", narrow::spare}, {"TITLE", narrow::cut}}};
  std::vector<std::vector<cell>> rows = {{"0123456789", "speed_build", "A title of thirty-one columns.."},
                                         {"2", "", "B"}};
};

TEST_F(Table, TakesWhatItNeedsWhereThereIsNoTerminal) {
  EXPECT_EQ(table(columns, rows, {}),
            "ID          KIND         TITLE\n"
            "0123456789  speed_build  A title of thirty-one columns..\n"
            "2                        B\n");
}

TEST_F(Table, CutsFirstAndThenLeavesColumnsOut) {
  EXPECT_EQ(table(columns, rows, {.columns = 45}),
            "ID          KIND         TITLE\n"
            "0123456789  speed_build  A title of thirty-o…\n"
            "2                        B\n");
  EXPECT_EQ(table(columns, rows, {.columns = 30}),
            "ID          TITLE\n"
            "0123456789  A title of thirty…\n"
            "2           B\n");
}

TEST_F(Table, NeverCutsAnId) {
  for (std::size_t width = 1; width < 80; ++width) {
    const std::string text = table(columns, rows, {.columns = width});
    EXPECT_TRUE(text.contains("0123456789")) << text;
    if (width >= 24) {  // the id, a gap and the shortest that a title is cut to
      for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        EXPECT_LE(display_width(text.substr(at, text.find('\n', at) - at)), width) << text;
      }
    }
  }
}

TEST_F(Table, ColoursDoNotMoveColumns) {
  rows[0][1] = cell("active", paint::green);
  const std::string plain = table(columns, rows, {});
  std::string coloured = table(columns, rows, {.colour = true});
  EXPECT_TRUE(coloured.contains("\x1b[32mactive\x1b[0m")) << coloured;
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, plain);
}

TEST(Details, HasShortThingsInLinesAndLongOnesInBlocks) {
  challenge one;
  one.id = *challenge_id::parse("c1");
  one.title = "Todo\x1b[31m";
  one.description = "First\nSecond";
  one.time_limit = 90min;
  one.ends_at = now + 1h;
  EXPECT_EQ(to_text(one, {.now = now}),
            "id:          c1\n"
            "title:       Todo\\x1B[31m\n"
            "time limit:  1h30m\n"
            "ends at:     2026-03-22 11:00:00 UTC (in 1h00m)\n"
            "\n"
            "description:\n"
            "First\n"
            "Second\n");
}

TEST(Document, HasASecretOnlyWhereItIsTheAnswer) {
  token one;
  one.id = *token_id::parse("t1");
  EXPECT_FALSE(to_json(one).contains("\"token\""));
  one.value = secret("bouts_sk_fresh");
  EXPECT_TRUE(to_json(one).contains("\"token\":\"bouts_sk_fresh\"")) << to_json(one);
}

TEST(Document, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(harmless_json("{\"a\":\"x\xc2\x9b\x7f\xe2\x80\xae"
                          "ä\"}"),
            "{\"a\":\"x\\u009b\\u007f\\u202eä\"}");
}

TEST(Document, GivesOneOfItsFields) {
  const std::string document = R"({"a":{"b":[{"c":"text"},2]},"n":null})";
  EXPECT_EQ(field_of(document, "a.b.0.c"), "text");
  EXPECT_EQ(field_of(document, "a.b.1"), "2");
  EXPECT_EQ(field_of(document, "a.b.0"), R"({"c":"text"})");
  for (const char* const missing : {"x", "a.b.2", "a.b.0.c.d", "n"}) {
    const auto none = field_of(document, missing);
    ASSERT_FALSE(none) << missing;
    EXPECT_EQ(none.error().kind, errc::not_found);
  }
}

}  // namespace
