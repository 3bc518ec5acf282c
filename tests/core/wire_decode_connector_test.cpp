#include "core/base/text.hpp"
#include "core/wire/decode.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using namespace std::string_literals;

// The documented example of API.md.
constexpr std::string_view documented_list = R"({
  "challenges": [{
    "entry_id": "550e8400-e29b-41d4-a716-446655440001",
    "challenge": {
      "id": "550e8400-e29b-41d4-a716-446655440002", "title": "Speed Build: Todo App",
      "description": "Build a full-stack todo application with...", "category": "speed_build", "format": "sprint",
      "time_limit_minutes": 60, "starts_at": "2026-03-22T10:00:00Z", "ends_at": "2026-03-22T22:00:00Z"},
    "assigned_at": "2026-03-22T10:00:00Z"}]})";

assignments must_decode(std::string_view body) {
  auto read = decode_assigned(body);
  EXPECT_TRUE(read) << (read ? "" : read.error().describe());
  return read.value_or(assignments{});
}

// A list of one item around the given fields.
assignment only_item(const std::string& item) {
  const auto read = must_decode(R"({"challenges":[)" + item + "]}");
  EXPECT_EQ(read.items.size(), 1u) << item;
  return read.items.empty() ? assignment{} : read.items.front();
}

TEST(DecodePing, ReadsTheDocumentedAnswer) {
  const auto reply =
      decode_ping(R"({"status":"ok","agent_id":"550e8400-e29b-41d4-a716-446655440000","is_online":true})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->agent_id.str(), "550e8400-e29b-41d4-a716-446655440000");
  EXPECT_TRUE(reply->is_online);
  EXPECT_EQ(reply->status, "ok");
}

TEST(DecodePing, TakesTheEnvelopeAndDoesWithoutTheRest) {
  const auto reply = decode_ping(R"({"data":{"agent_id":"a1","extra":[1,{"x":null}]},"request_id":"r"})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->agent_id.str(), "a1");
  EXPECT_FALSE(reply->is_online);
  EXPECT_EQ(reply->status, "");
}

TEST(DecodePing, IsABadAnswerWithoutAUsableAgentId) {
  for (const auto* const body :
       {R"({"status":"ok"})", R"({"agent_id":null})", R"({"agent_id":7})", R"({"agent_id":"../x"})",
        R"({"agent_id":""})", "[]", "7", "\"agent_id\"", "null"}) {
    const auto reply = decode_ping(body);
    ASSERT_FALSE(reply) << body;
    EXPECT_EQ(reply.error().kind, errc::bad_answer) << body;
    EXPECT_EQ(reply.error().message,
              "The arena's answer could not be understood: the answer to a ping has no usable agent_id.");
  }
}

TEST(DecodeAssigned, ReadsTheDocumentedList) {
  const auto read = must_decode(documented_list);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.unreadable, 0);
  const auto& item = read.items.front();
  EXPECT_EQ(item.entry_id.str(), "550e8400-e29b-41d4-a716-446655440001");
  EXPECT_EQ(item.assigned_at, parse_iso8601("2026-03-22T10:00:00Z"));
  EXPECT_EQ(item.challenge.id.str(), "550e8400-e29b-41d4-a716-446655440002");
  EXPECT_EQ(item.challenge.title, "Speed Build: Todo App");
  EXPECT_EQ(item.challenge.description, "Build a full-stack todo application with...");
  EXPECT_EQ(item.challenge.category, "speed_build");
  EXPECT_EQ(item.challenge.format, "sprint");
  EXPECT_EQ(item.challenge.time_limit, 60min);
  EXPECT_EQ(item.challenge.starts_at, parse_iso8601("2026-03-22T10:00:00Z"));
  EXPECT_EQ(item.challenge.ends_at, parse_iso8601("2026-03-22T22:00:00Z"));
  EXPECT_EQ(item.challenge.status, "");
  EXPECT_EQ(item.challenge.prompt, "");
}

TEST(DecodeAssigned, ReadsTheFlatItemOfOlderServices) {
  const auto item =
      only_item(R"({"challenge_id":"c1","entry_id":"e1","title":"T","prompt":"Do it","status":"assigned",
                                  "time_limit_minutes":30,"category":"speed_build"})");
  EXPECT_EQ(item.entry_id.str(), "e1");
  EXPECT_EQ(item.challenge.id.str(), "c1");
  EXPECT_EQ(item.challenge.title, "T");
  EXPECT_EQ(item.challenge.prompt, "Do it");
  EXPECT_EQ(item.challenge.category, "speed_build");
  EXPECT_EQ(item.challenge.time_limit, 30min);
  EXPECT_EQ(item.challenge.status, "") << "the status of the entry is not the challenge's";
  EXPECT_FALSE(item.assigned_at);
}

TEST(DecodeAssigned, ReadsAMixtureOfBoth) {
  const auto item = only_item(
      R"({"entry_id":"e1","challenge_id":"c1","prompt":"outer","title":"outer","ends_at":"2026-03-22T22:00:00Z",
                                  "challenge":{"title":"inner","description":"d","ends_at":null}})");
  EXPECT_EQ(item.challenge.id.str(), "c1");
  EXPECT_EQ(item.challenge.title, "inner");
  EXPECT_EQ(item.challenge.prompt, "outer");
  EXPECT_EQ(item.challenge.description, "d");
  EXPECT_EQ(item.challenge.ends_at, parse_iso8601("2026-03-22T22:00:00Z"));
}

TEST(DecodeAssigned, FindsTheListInAnyWrapping) {
  const std::string item = R"({"entry_id":"e1","challenge_id":"c1"})";
  for (const auto& body : {"[" + item + "]", R"({"challenges":[)" + item + "]}", R"({"data":[)" + item + "]}",
                           R"({"data":{"challenges":[)" + item + R"(]},"request_id":"r"})",
                           "\xEF\xBB\xBF  \r\n{\"challenges\":[" + item + "]}\n"}) {
    const auto read = must_decode(body);
    EXPECT_EQ(read.items.size(), 1u) << body;
  }
}

TEST(DecodeAssigned, TakesAnEmptyListForWhatItIs) {
  for (const auto* const body : {R"({"challenges":[]})", R"({"data":[]})", "[]"}) {
    const auto read = must_decode(body);
    EXPECT_TRUE(read.items.empty());
    EXPECT_EQ(read.unreadable, 0);
  }
}

TEST(DecodeAssigned, TakesNullAndZeroForNoTimeLimit) {
  const struct {
    std::string written;
    std::optional<std::chrono::minutes> expected;
  } rows[] = {{"null", {}},
              {"0", {}},
              {"-5", {}},
              {"60", 60min},
              {"60.0", 60min},
              {"\"45\"", 45min},
              {"1.9", 1min},
              {"0.5", 1min},
              {"\"soon\"", {}},
              {"true", {}},
              {"[60]", {}},
              {"{}", {}},
              {"1e300", {}},
              {"\"inf\"", {}},
              {"\"nan\"", {}},
              {"\"\"", {}},
              {"1000000", 1'000'000min},
              {"18446744073709551615", {}}};
  for (const auto& row : rows) {
    const auto item =
        only_item(R"({"entry_id":"e","challenge":{"id":"c","time_limit_minutes":)" + row.written + "}}");
    EXPECT_EQ(item.challenge.time_limit, row.expected) << row.written;
  }
  EXPECT_FALSE(only_item(R"({"entry_id":"e","challenge":{"id":"c"}})").challenge.time_limit);
}

TEST(DecodeAssigned, TakesTimesInEveryFormAndDropsOthers) {
  const auto item = only_item(R"({"entry_id":"e","assigned_at":"yesterday","challenge":{"id":"c",
                                  "starts_at":"2026-03-22T10:00:00.123456+00:00","ends_at":1774173600}})");
  EXPECT_EQ(item.challenge.starts_at, parse_iso8601("2026-03-22T10:00:00.123Z"));
  EXPECT_FALSE(item.challenge.ends_at);
  EXPECT_FALSE(item.assigned_at);
}

TEST(DecodeAssigned, CountsWhatItCannotReadAndKeepsTheOthers) {
  const auto read = must_decode(R"({"challenges":[
    null, 7, "text", [], {}, true,
    {"entry_id":"e1"},
    {"challenge":{"id":"c1"}},
    {"entry_id":"../../etc","challenge":{"id":"c1"}},
    {"entry_id":"e1","challenge":{"id":"c/1"}},
    {"entry_id":"","challenge":{"id":"c1"}},
    {"entry_id":"e\u0000","challenge":{"id":"c1"}},
    {"entry_id":17,"challenge":{"id":"c1"}},
    {"entry_id":"e1","challenge":null},
    {"entry_id":"good","challenge":{"id":"c1"}}]})");
  EXPECT_EQ(read.unreadable, 14);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.items.front().entry_id.str(), "good");
}

TEST(DecodeAssigned, KeepsAnyTextThatJsonCanCarry) {
  const auto item = only_item(
      R"({"entry_id":"e","challenge":{"id":"c","description":"a\u0000b \ud83d\ude00 \"\\\n\u001b[31m </script>","title":"\u202e"}})");
  EXPECT_EQ(item.challenge.description, "a\0b \U0001F600 \"\\\n\x1b[31m </script>"s);
  EXPECT_EQ(item.challenge.title, "\u202E");
}

// JSON.stringify writes half of a pair as an escape when a string was cut by UTF-16 units.
TEST(DecodeAssigned, HalfASurrogatePairCostsOneCharacterNotTheList) {
  const struct {
    std::string written;
    std::string expected;
  } rows[] = {{R"(cut \ud83d)", "cut \uFFFD"},
              {R"(\ude00 cut)", "\uFFFD cut"},
              {R"(\ud83d\ud83d\ude00)", "\uFFFD\U0001F600"},
              {R"(\uDE00\uD83D)", "\uFFFD\uFFFD"},
              {R"(\ud83d\u0041)", "\uFFFDA"},
              {R"(\ud83d\n)", "\uFFFD\n"},
              {R"(\\ud83d \ud83d)", "\\ud83d \uFFFD"},
              {R"(\ud83d\ude00 \ud83d)", "\U0001F600 \uFFFD"}};
  for (const auto& row : rows) {
    const auto item =
        only_item(R"({"entry_id":"e","challenge":{"id":"c","description":")" + row.written + "\"}}");
    EXPECT_EQ(item.challenge.description, row.expected) << row.written;
  }
}

TEST(DecodeAssigned, BrokenUtf8CostsOneCharacterNotTheList) {
  const auto item = only_item("{\"entry_id\":\"e\",\"challenge\":{\"id\":\"c\",\"title\":\"caf\xE9!\"}}");
  EXPECT_EQ(item.challenge.title, "caf\uFFFD!");
}

TEST(DecodeAssigned, OfADoubledKeyTheFirstCounts) {
  const auto item = only_item(R"({"entry_id":"first","entry_id":"second","challenge":{"id":"c","id":"d"}})");
  EXPECT_EQ(item.entry_id.str(), "first");
  EXPECT_EQ(item.challenge.id.str(), "c");
}

TEST(DecodeAssigned, SaysWhatIsWrongWithABodyItCannotRead) {
  const std::string deep = R"({"challenges":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  const struct {
    std::string body;
    std::string trouble;
  } rows[] = {{"", "is empty"},
              {" \r\n\t ", "is empty"},
              {"\xEF\xBB\xBF", "is empty"},
              {"<!DOCTYPE html><title>502</title>", "is a web page"},
              {"\n  <html>", "is a web page"},
              {R"({"challenges":[{"entry_id":"e")", "is not valid JSON"},
              {R"({"challenges":[]} {})", "is not valid JSON"},
              {"{\"challenges\":[]}\0"s, "is not valid JSON"},
              {std::string(10, '\0'), "is not valid JSON"},
              {"\xFF\xFE{\0"s, "is not valid JSON"},
              {R"({"challenges":["\u12"]})", "is not valid JSON"},
              {R"({"challenges":["\ud83d\u"]})", "is not valid JSON"},
              {"{\"challenges\":[\"\\", "is not valid JSON"},
              {deep, "is not valid JSON"},
              {"{}", "has no array of challenges"},
              {"7", "has no array of challenges"},
              {R"({"challenges":{}})", "has no array of challenges"},
              {R"({"challenges":"[]"})", "has no array of challenges"},
              {R"({"data":null})", "has no array of challenges"}};
  for (const auto& row : rows) {
    const auto read = decode_assigned(row.body);
    ASSERT_FALSE(read) << row.body.substr(0, 80);
    EXPECT_EQ(read.error().kind, errc::bad_answer);
    EXPECT_EQ(read.error().message,
              "The arena's answer could not be understood: the list of assignments " + row.trouble + ".");
  }
}

TEST(DecodeAssigned, ReadsMegabytes) {
  std::string body = R"({"challenges":[)";
  for (int i = 0; i < 5'000; ++i) {
    body += (i == 0 ? "" : ",") + R"({"entry_id":"e)"s + std::to_string(i) +
            R"(","challenge":{"id":"c","description":")" + std::string(1'000, 'd') + "\"}}";
  }
  EXPECT_EQ(must_decode(body + "]}").items.size(), 5'000u);
  const auto item = only_item(R"({"entry_id":"e","challenge":{"id":"c","description":")" +
                              std::string(8'000'000, 'x') + "\"}}");
  EXPECT_EQ(item.challenge.description.size(), 8'000'000u);
}

TEST(DecodeEventReceipt, ReadsTheSequenceNumber) {
  EXPECT_EQ(decode_event_receipt(R"({"received":true,"seq_num":42})")->seq_num, 42);
  EXPECT_EQ(decode_event_receipt(R"({"data":{"received":true,"seq_num":"43"}})")->seq_num, 43);
  EXPECT_EQ(decode_event_receipt(R"({"seq_num":9007199254740993})")->seq_num, 9007199254740993);
  EXPECT_EQ(decode_event_receipt(R"({"seq_num":4.0})")->seq_num, 4);
}

TEST(DecodeEventReceipt, DoesWithoutASequenceNumber) {
  for (const auto* const body :
       {"{}", R"({"received":true})", R"({"seq_num":null})", R"({"seq_num":1e300})"}) {
    const auto receipt = decode_event_receipt(body);
    ASSERT_TRUE(receipt) << body;
    EXPECT_EQ(receipt->seq_num, 0);
  }
}

TEST(DecodeEventReceipt, IsABadAnswerWhenNothingWasReceived) {
  for (const auto* const body : {R"({"received":false})", "[]", "true", "", "<html></html>"}) {
    const auto receipt = decode_event_receipt(body);
    ASSERT_FALSE(receipt) << body;
    EXPECT_EQ(receipt.error().kind, errc::bad_answer);
  }
}

}  // namespace
