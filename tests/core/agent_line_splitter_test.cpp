#include "core/agent/line_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace arena {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct owned_line {
  std::string text;
  std::string end;
  bool cut = false;

  bool operator==(const owned_line&) const = default;
};

owned_line own(const text_line& line) {
  return {std::string(line.text), std::string(line.end), line.cut};
}

// All lines of a stream that comes in these pieces.
std::vector<owned_line> split(const std::vector<std::string>& pieces) {
  line_splitter splitter;
  std::vector<owned_line> lines;
  for (const auto& piece : pieces) {
    std::string_view bytes = piece;
    while (!bytes.empty()) {
      if (const auto line = splitter.next(bytes)) {
        lines.push_back(own(*line));
      }
    }
  }
  if (const auto line = splitter.finish()) {
    lines.push_back(own(*line));
  }
  return lines;
}

TEST(LineSplitter, EndsLinesAtLfAndCrLf) {
  EXPECT_THAT(split({"one\ntwo\r\n\n\r\nlast"}),
              ElementsAre(owned_line{"one", "\n"}, owned_line{"two", "\r\n"}, owned_line{"", "\n"},
                          owned_line{"", "\r\n"}, owned_line{"last", ""}));
}

TEST(LineSplitter, KeepsCrThatIsNotPartOfALineEnd) {
  EXPECT_THAT(split({"10%\r20%\n", "end\r"}),
              ElementsAre(owned_line{"10%\r20%", "\n"}, owned_line{"end\r", ""}));
  EXPECT_THAT(split({"a\r\r\n"}), ElementsAre(owned_line{"a\r", "\r\n"}));
}

TEST(LineSplitter, GivesNothingForAnEmptyStream) {
  EXPECT_THAT(split({}), IsEmpty());
  EXPECT_THAT(split({"", ""}), IsEmpty());
  EXPECT_THAT(split({"whole\n"}), ElementsAre(owned_line{"whole", "\n"}));
}

TEST(LineSplitter, JoinsAnEndThatWasTornApart) {
  EXPECT_THAT(split({"a", "b\r", "\nc", "\n"}), ElementsAre(owned_line{"ab", "\r\n"}, owned_line{"c", "\n"}));
}

TEST(LineSplitter, KeepsNulBytes) {
  const std::string line("a\0b", 3);
  EXPECT_THAT(split({line + "\n"}), ElementsAre(owned_line{line, "\n"}));
}

TEST(LineSplitter, StartsAnewAfterTheEnd) {
  line_splitter splitter;
  std::string_view bytes = "left over";
  EXPECT_FALSE(splitter.next(bytes));
  EXPECT_EQ(own(splitter.finish().value()), (owned_line{"left over", ""}));
  EXPECT_FALSE(splitter.finish());
  bytes = "new\n";
  EXPECT_EQ(own(splitter.next(bytes).value()), (owned_line{"new", "\n"}));
}

struct cap_case {
  std::size_t length;
  std::string end;
  bool cut;
};

std::vector<std::string> in_pieces(const std::string& stream, std::size_t size) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < stream.size(); at += size) {
    pieces.push_back(stream.substr(at, size));
  }
  return pieces;
}

TEST(LineSplitter, CutsOnlyLinesBeyondTheCap) {
  const std::vector<cap_case> cases = {{max_line_bytes - 1, "\n", false}, {max_line_bytes, "\n", false},
                                       {max_line_bytes, "\r\n", false},   {max_line_bytes, "", false},
                                       {max_line_bytes + 1, "\n", true},  {max_line_bytes + 1, "\r\n", true},
                                       {max_line_bytes + 1, "", true},    {3 * max_line_bytes, "\r\n", true}};
  for (const auto& one : cases) {
    const std::string stream = "first\n" + std::string(one.length, 'x') + one.end;
    for (const std::size_t piece : {stream.size(), std::size_t{65536}, max_line_bytes, max_line_bytes + 1}) {
      SCOPED_TRACE(std::to_string(one.length) + " bytes in pieces of " + std::to_string(piece));
      const auto lines = split(in_pieces(stream, piece));
      ASSERT_EQ(lines.size(), 2U);
      EXPECT_EQ(lines[1].text.size(), std::min(one.length, max_line_bytes));
      EXPECT_EQ(lines[1].end, one.end);
      EXPECT_EQ(lines[1].cut, one.cut);
    }
  }
}

TEST(LineSplitter, GivesTheSameLinesForAnyChunking) {
  std::mt19937 random(20260322);
  const std::string_view alphabet("ab\r\n\n\xC3\xA9{}\"\0", 11);
  for (int round = 0; round < 200; ++round) {
    std::string stream;
    for (std::size_t i = 0, size = random() % 400; i < size; ++i) {
      stream += alphabet[random() % alphabet.size()];
    }
    if (round % 50 == 0) {
      stream.insert(stream.size() / 2, std::string(max_line_bytes + random() % 3, 'L'));
    }
    const auto whole = split({stream});
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t piece = 1 + random() % (round % 50 == 0 ? 300'000 : 7);
      pieces.push_back(stream.substr(at, piece));
      at += piece;
    }
    ASSERT_EQ(split(pieces), whole) << "round " << round;
  }
}

}  // namespace
}  // namespace arena
