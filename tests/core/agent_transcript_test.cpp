#include "core/agent/output.hpp"
#include "core/agent/transcript.hpp"
#include "core/base/limits.hpp"
#include "core/wire/encode.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arena {
namespace {

const std::string two_lines = "{\"type\":\"started\"}\n{\"type\":\"thinking\",\"summary\":\"a\\n\"}\n";

bouts::solution answer(std::string content = "42") {
  return {.content = std::move(content), .files = {}};
}

TEST(Transcript, IsAFileBesideTheAnswer) {
  auto with = answer();
  attach_transcript(with, two_lines);
  EXPECT_EQ(with.content, "42");
  ASSERT_EQ(with.files.size(), 1U);
  EXPECT_EQ(with.files[0].path, "transcript.jsonl");
  EXPECT_EQ(with.files[0].content, two_lines);
}

TEST(Transcript, IsNotAddedTwiceNorInPlaceOfTheAgentsOwn) {
  auto with = answer();
  attach_transcript(with, two_lines);
  const auto once = with;
  attach_transcript(with, two_lines + two_lines);
  EXPECT_EQ(with, once);
}

TEST(Transcript, OfNothingIsNoFile) {
  auto with = answer();
  attach_transcript(with, "");
  EXPECT_EQ(with, answer());
}

TEST(Transcript, OfManyEventsHasTheLastWholeLines) {
  std::string events;
  for (int i = 0; events.size() < 2 * max_transcript_bytes; ++i) {
    events += "{\"type\":\"thinking\",\"summary\":\"number " + std::to_string(i) + " \\u0001\"}\n";
  }
  auto with = answer();
  attach_transcript(with, events);
  ASSERT_EQ(with.files.size(), 1U);
  const auto& kept = with.files[0].content;
  EXPECT_TRUE(kept.starts_with("{\"type\"")) << kept.substr(0, 40);
  EXPECT_TRUE(events.ends_with(kept));
  const std::size_t more = bouts::encode_solution(with).size() - bouts::encode_solution(answer()).size();
  EXPECT_LE(more, max_transcript_bytes + 100);
  EXPECT_GT(more, max_transcript_bytes - 100);
}

TEST(Transcript, LeavesAnAnswerThatFillsTheRequestAsItIs) {
  constexpr std::size_t names = 200;  // bytes of JSON around the contents, and some
  for (const std::size_t room : {std::size_t{0}, std::size_t{50}, std::size_t{1000}}) {
    auto large = answer();
    const std::size_t content = bouts::limits::request_body_bytes - names - room;
    large.files.push_back({.path = "a", .content = std::string(content, 'x'), .language = std::nullopt});
    ASSERT_TRUE(check_solution(large));
    attach_transcript(large, two_lines);
    EXPECT_TRUE(check_solution(large)) << "room for " << room;
    EXPECT_EQ(large.files.size(), room == 1000 ? 2U : large.files.size());
  }
}

}  // namespace
}  // namespace arena
