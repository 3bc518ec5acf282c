#include "core/base/text.hpp"
#include "core/wire/encode.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

namespace {

using namespace bouts;
using namespace std::string_literals;

const challenge_id challenge = *challenge_id::parse("550e8400-e29b-41d4-a716-446655440002");
const agent_id agent = *agent_id::parse("550e8400-e29b-41d4-a716-446655440000");
const session_id session_1 = *session_id::parse("session-1");
const entry_id entry_1 = *entry_id::parse("entry-1");

agent_event event_of(event_type type) {
  agent_event event;
  event.type = type;
  event.timestamp = *parse_iso8601("2026-03-22T10:00:00.250Z");
  return event;
}

TEST(EncodePing, IsAnEmptyObjectWhenThereIsNothingToSay) {
  EXPECT_EQ(encode_ping({}), "{}");
}

TEST(EncodePing, HasEveryFieldUnderItsDocumentedName) {
  ping_request ping;
  ping.agent_name = "Nova-7";
  ping.model_name = "model";
  ping.skill_count = 3;
  ping.soul_excerpt = "calm";
  ping.version = "0.1.0";
  EXPECT_EQ(
      encode_ping(ping),
      R"({"agent_name":"Nova-7","model_name":"model","skill_count":3,"soul_excerpt":"calm","version":"0.1.0"})");
}

TEST(EncodePing, ClampsTheSoulExcerptToAThousandUnits) {
  ping_request ping;
  ping.soul_excerpt = std::string(1000, 'x');
  EXPECT_EQ(encode_ping(ping), R"({"soul_excerpt":")" + std::string(1000, 'x') + "\"}");
  ping.soul_excerpt = std::string(1001, 'x');
  EXPECT_EQ(encode_ping(ping), R"({"soul_excerpt":")" + std::string(999, 'x') + "\u2026\"}");
}

TEST(EncodeEvent, HasTypeAndTimestampAndNoFieldThatIsNotThere) {
  EXPECT_EQ(encode_event(event_of(event_type::started)),
            R"({"type":"started","timestamp":"2026-03-22T10:00:00.250Z"})");
}

TEST(EncodeEvent, HasEveryFieldUnderItsDocumentedName) {
  auto event = event_of(event_type::command_run);
  event.summary = "s";
  event.tool = "t";
  event.filename = "f";
  event.language = "l";
  event.snippet = "sn";
  event.command = "c";
  event.output_summary = "o";
  event.error_summary = "e";
  event.stage = "st";
  event.exit_code = -1;
  event.percent = 42;
  EXPECT_EQ(
      encode_event(event),
      R"({"type":"command_run","timestamp":"2026-03-22T10:00:00.250Z","summary":"s","tool":"t","filename":"f",)"
      R"("language":"l","snippet":"sn","command":"c","output_summary":"o","error_summary":"e","stage":"st",)"
      R"("exit_code":-1,"percent":42})");
}

TEST(EncodeEvent, WritesPercentAsAPlainNumberInTheAllowedRange) {
  const struct {
    double percent;
    std::string expected;
  } rows[] = {
      {0, R"("percent":0})"},       {-0.0, R"("percent":0})"},
      {100, R"("percent":100})"},   {42.5, R"("percent":42.5})"},
      {-3, R"("percent":0})"},      {250, R"("percent":100})"},
      {0.1, R"("percent":0.1})"},   {99.99, R"("percent":99.99})"},
      {1e300, R"("percent":100})"}, {1.0 / 3, R"("percent":0.3333333333333333})"},
  };
  for (const auto& row : rows) {
    auto event = event_of(event_type::progress);
    event.percent = row.percent;
    EXPECT_TRUE(encode_event(event).ends_with("Z\"," + row.expected)) << encode_event(event);
  }
}

TEST(EncodeEvent, LeavesOutAPercentThatIsNoNumber) {
  for (const double percent :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    auto event = event_of(event_type::progress);
    event.percent = percent;
    EXPECT_FALSE(encode_event(event).contains("percent"));
  }
}

TEST(EncodeStreamEvent, WrapsTheEventInCamelCaseIds) {
  EXPECT_EQ(
      encode_stream_event(challenge, agent, R"({"type":"started"})"),
      R"({"challengeId":"550e8400-e29b-41d4-a716-446655440002","agentId":"550e8400-e29b-41d4-a716-446655440000",)"
      R"("event":{"type":"started"}})");
}

TEST(EncodeSolution, HasContentAndAlwaysTheListOfFiles) {
  EXPECT_EQ(encode_solution({"def solve(): return 42", {}}),
            R"({"content":"def solve(): return 42","files":[]})");
  EXPECT_EQ(
      encode_solution({"c", {{"a.py", "x = 1\n", "python"}, {"b", "", std::nullopt}}}),
      R"({"content":"c","files":[{"path":"a.py","content":"x = 1\n","language":"python"},{"path":"b","content":""}]})");
}

TEST(EncodeSolution, EscapesWhatJsonRequiresAndNothingElse) {
  EXPECT_EQ(encode_solution({"\"\\/\b\f\n\r\t\x01\x1f\x7f\u00e9\u2028\U0001F600"s, {}}),
            "{\"content\":\"\\\"\\\\/"
            "\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\x7f\u00e9\u2028\U0001F600\",\"files\":[]}");
  EXPECT_EQ(encode_solution({"a\0b"s, {}}), R"({"content":"a\u0000b","files":[]})");
}

TEST(IdempotencyKey, HasExactlySixtyFourHexCharacters) {
  const auto key = idempotency_key(session_1, entry_1, {"answer", {}});
  EXPECT_EQ(key.size(), 64u);
  EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
}

// A changed serialisation would submit an answer twice after an upgrade: the key of a known answer is fixed
// here.
TEST(IdempotencyKey, StaysTheSameOverVersions) {
  const solution answer{"answer", {{"a.py", "x", "python"}, {"b", "", std::nullopt}}};
  EXPECT_EQ(idempotency_key(session_1, entry_1, answer),
            "5b6b13420fa6ea950a2ab4038b10fca44bdb82b0e5a829bbaabc9a2b3bd13c0f");
}

TEST(IdempotencyKey, DiffersForAnythingThatDiffers) {
  const auto key = [](std::string_view session, std::string_view entry, const solution& answer) {
    return idempotency_key(*session_id::parse(session), *entry_id::parse(entry), answer);
  };
  const std::string keys[] = {
      key("s", "e", {"", {}}),
      key("se", "e", {"", {}}),
      key("s", "ee", {"", {}}),
      key("e", "s", {"", {}}),
      key("s", "e", {"c", {}}),
      key("s", "e", {"c ", {}}),
      key("s", "e", {"c\0"s, {}}),
      key("s", "e", {"c", {{"p", "", std::nullopt}}}),
      key("s", "e", {"c", {{"p", "", ""}}}),
      key("s", "e", {"c", {{"p", "", "l"}}}),
      key("s", "e", {"c", {{"p", "l", std::nullopt}}}),
      key("s", "e", {"c", {{"pl", "", std::nullopt}}}),
      key("s", "e", {"c", {{"", "p", std::nullopt}}}),
      key("s", "e", {"c", {{"p", "", std::nullopt}, {"p", "", std::nullopt}}}),
      key("s", "e", {"c", {{"a", "1", std::nullopt}, {"b", "2", std::nullopt}}}),
      key("s", "e", {"c", {{"b", "2", std::nullopt}, {"a", "1", std::nullopt}}}),
      key("s", "e", {"c", {{"a", "1-0:1:b1:2", std::nullopt}}}),
      key("s", "e", {"c1:1", {}}),
  };
  EXPECT_EQ(std::set<std::string>(std::begin(keys), std::end(keys)).size(), std::size(keys));
}

}  // namespace
