#include "core/agent/output.hpp"
#include "tests/core/allocations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace arena {
namespace {

using bouts::agent_event;
using bouts::event_type;
using bouts::event_view;
using bouts::wall_time;
using test_support::allocations_of_this_thread;

constexpr wall_time at(int seconds) {
  return wall_time(std::chrono::seconds(seconds));
}

bool same_counts(const output_counts& a, const output_counts& b) {
  return a.lines == b.lines && a.events == b.events && a.cut_lines == b.cut_lines &&
         a.lost_fields == b.lost_fields && a.plain_bytes_cut == b.plain_bytes_cut;
}

TEST(OutputReader, GivesEventsInTheOrderOfTheStream) {
  std::vector<std::string> said;
  output_reader reader([&](const event_view& event) { said.push_back(event.copy().summary.value_or("-")); });
  reader.feed(agent_stream::out, "{\"type\":\"thinking\",\"summary\":\"1\"}\n[ARENA:thinking] 2\nplain\n",
              at(1));
  reader.feed(agent_stream::err, "log\n[ARENA:error] 3\n[ARENA:thinking] 4", at(2));
  EXPECT_THAT(said, testing::ElementsAre("1", "2", "3"));
  reader.finish(at(3));
  EXPECT_THAT(said, testing::ElementsAre("1", "2", "3", "4"));
  EXPECT_TRUE(same_counts(reader.counts(), {.lines = 6, .events = 4}));
}

TEST(OutputReader, StampsEventsThatCarryNoTime) {
  std::vector<wall_time> times;
  output_reader reader([&](const event_view& event) { times.push_back(event.timestamp); });
  reader.feed(agent_stream::out, "[ARENA:thinking] a\n", at(1));
  reader.feed(agent_stream::out, "{\"type\":\"thinking\",\"timestamp\":\"1970-01-01T00:01:00+00:00\"}\n",
              at(2));
  reader.feed(agent_stream::err, "[ARENA:thinking] b", at(3));
  reader.finish(at(4));
  EXPECT_THAT(times, testing::ElementsAre(at(1), at(60), at(4)));
}

TEST(OutputReader, GivesLifecycleEventsOfTheAgentToo) {
  std::vector<event_type> types;
  output_reader reader([&](const event_view& event) { types.push_back(event.type); });
  reader.feed(agent_stream::err, "[ARENA:started]\n[ARENA:submitted] x\n[ARENA:timed_out]\n", {});
  EXPECT_THAT(types, testing::ElementsAre(event_type::started, event_type::submitted, event_type::timed_out));
}

TEST(OutputReader, KeepsTheStreamsApart) {
  std::vector<std::string> said;
  output_reader reader([&](const event_view& event) { said.push_back(event.copy().summary.value_or("-")); });
  reader.feed(agent_stream::out, "ans", {});
  reader.feed(agent_stream::err, "[ARENA:thin", {});
  reader.feed(agent_stream::out, "wer\n", {});
  reader.feed(agent_stream::err, "king] x\n", {});
  reader.finish({});
  EXPECT_THAT(said, testing::ElementsAre("x"));
  EXPECT_EQ(reader.solution(std::nullopt).value().answer.content, "answer");
}

TEST(OutputReader, BoundsWhatIsKept) {
  output_reader reader([](const event_view&) {});
  const std::string line(1023, 'x');
  for (int i = 0; i < 5 * 1024; ++i) {
    reader.feed(agent_stream::out, line + "\n", {});
  }
  reader.feed(agent_stream::out, std::string(3 * max_line_bytes, 'y'), {});
  reader.finish({});
  const std::uint64_t cut = 1024 * 1024 + max_line_bytes;
  EXPECT_TRUE(same_counts(reader.counts(), {.lines = 5 * 1024 + 1, .cut_lines = 1, .plain_bytes_cut = cut}));
  EXPECT_EQ(reader.solution(std::nullopt).value().answer.content.size(), max_plain_bytes - 1);
}

TEST(OutputReader, CountsLostFields) {
  output_reader reader([](const event_view&) {});
  reader.feed(agent_stream::out, "{\"type\":\"progress\",\"percent\":101,\"stage\":1}\n[ARENA:progress:x]\n",
              {});
  EXPECT_TRUE(same_counts(reader.counts(), {.lines = 2, .events = 2, .lost_fields = 3}));
}

TEST(OutputReader, MayBeMoved) {
  int events = 0;
  output_reader reader([&](const event_view&) { ++events; });
  reader.feed(agent_stream::out, "[ARENA:thinking] a", {});
  output_reader moved = std::move(reader);
  moved.finish({});
  EXPECT_EQ(events, 1);
}

// Lines of every kind, broken ones too, in random order.
std::string random_output(std::mt19937& random) {
  const std::vector<std::string> lines = {
      "plain",
      "",
      "caf\xC3\xA9 \xFF\xC3",
      std::string("nul \0 byte", 10),
      R"({"type":"thinking","summary":"caf\u00e9 é"})",
      R"({"type":"progress","percent":"x","stage":"y"})",
      R"({"type":"submission","content":"one","files":[{"path":"a","content":"b"}]})",
      R"({"type":"submission","content":"two"})",
      R"({"event":{"type":"error","message":"boom"}})",
      "[ARENA:code_write:src/[id].ts] wrote",
      "[ARENA:event] {\"type\":\"tool_call\",\"tool\":\"grep\"}",
      "[ARENA:nothing] x",
      "{\"type\":\"thinking\",",
      "{",
      "  \"content\": \"x\"",
      "}",
      "{\"content\":\"json\"}",
      "[ARENA:thinking] " + std::string(3000, 'm'),
  };
  std::string output;
  for (std::size_t i = 0, count = random() % 12; i < count; ++i) {
    output += lines[random() % lines.size()];
    output += i + 1 == count && random() % 2 == 0 ? "" : random() % 3 == 0 ? "\r\n" : "\n";
  }
  return output;
}

struct outcome {
  std::vector<agent_event> events;
  std::optional<found_solution> solution;
  output_counts counts;
};

template <class NextPiece>
outcome read_in_pieces(const std::string& output, agent_stream stream, NextPiece next_piece) {
  outcome result;
  output_reader reader([&](const event_view& event) { result.events.push_back(event.copy()); });
  for (std::size_t from = 0; from < output.size();) {
    const std::size_t piece = next_piece();
    reader.feed(stream, std::string_view(output).substr(from, piece), at(5));
    from += piece;
  }
  reader.finish(at(5));
  result.solution = reader.solution(std::nullopt);
  result.counts = reader.counts();
  return result;
}

TEST(OutputReader, GivesTheSameForAnyChunking) {
  std::mt19937 random(7);
  for (int round = 0; round < 600; ++round) {
    const std::string output = random_output(random);
    const auto stream = round % 3 == 0 ? agent_stream::err : agent_stream::out;
    const auto whole = read_in_pieces(output, stream, [&] { return output.size(); });
    const std::size_t most = round % 2 == 0 ? 1 : 40;
    const auto pieces = read_in_pieces(output, stream, [&] { return 1 + random() % most; });
    ASSERT_EQ(pieces.events, whole.events) << "round " << round;
    ASSERT_EQ(pieces.solution, whole.solution) << "round " << round;
    ASSERT_TRUE(same_counts(pieces.counts, whole.counts)) << "round " << round;
  }
}

TEST(OutputReader, SurvivesAnyBytes) {
  std::mt19937 random(11);
  const std::string_view pieces[] = {"{\"type\":\"thinking\",",
                                     "\"summary\":",
                                     "\"",
                                     "\\u",
                                     "\\",
                                     "}",
                                     "]",
                                     "[ARENA:",
                                     "progress:",
                                     "] ",
                                     "{\"event\":",
                                     "submission",
                                     "\n",
                                     "\xF0\x9F",
                                     "1e5",
                                     "null,"};
  std::size_t events = 0;
  output_reader reader([&](const event_view&) { ++events; });
  for (int i = 0; i < 60'000; ++i) {
    reader.feed(i % 7 == 0 ? agent_stream::err : agent_stream::out, pieces[random() % std::size(pieces)], {});
    const char byte = static_cast<char>(random() % 256);
    reader.feed(agent_stream::out, {&byte, random() % 8 == 0 ? 1U : 0U}, {});
  }
  reader.finish({});
  EXPECT_EQ(reader.counts().events, events);
  EXPECT_TRUE(reader.solution(std::nullopt));
}

TEST(OutputReader, DoesNotAllocateForLinesOfALog) {
  if (!test_support::allocations_are_counted()) {
    GTEST_SKIP() << "the sanitizer's own operators are in force";
  }
  output_reader reader([](const event_view&) {});
  std::string log;
  for (int i = 0; i < 1000; ++i) {
    log += "2026-03-22 10:00:00 INFO step " + std::to_string(i) +
           " of the agent's own log, which is no event at all\n";
    log += "{\"level\":\"info\",\"msg\":\"a log in JSON\"}\n[1, 2]\n\n";
  }
  const std::size_t before = allocations_of_this_thread();
  reader.feed(agent_stream::err, log, {});
  EXPECT_EQ(allocations_of_this_thread() - before, 0U);
  EXPECT_EQ(reader.counts().lines, 4000U);
  // Stdout is kept as the possible answer: a few steps of growth, and nothing for each line.
  const std::size_t before_out = allocations_of_this_thread();
  reader.feed(agent_stream::out, log, {});
  EXPECT_LE(allocations_of_this_thread() - before_out, 24U);
  EXPECT_EQ(reader.counts().lines, 8000U);
}

}  // namespace
}  // namespace arena
