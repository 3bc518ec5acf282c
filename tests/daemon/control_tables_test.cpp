#include "daemon/control_tables.hpp"

#include <gtest/gtest.h>

namespace arena {
namespace {

TEST(StatusTable, ShowsDaemonAgentsAndBouts) {
  const auto shown = status_table(R"({"version":"1.0.0","pid":42,"started_at":"2026-03-22T10:00:00.000Z",
    "now":"2026-03-22T11:02:03.000Z","arena":"https://arena.example","state_dir":"/state","draining":true,
    "agents":[{"name":"nova","id":null,"online":false,"draining":false,"online_since":null,
      "last_ping":"2026-03-22T11:02:00.000Z","last_poll":null,
      "trouble":"ping failed: no key","last_error":"ping failed: no key","last_error_at":"2026-03-22T11:02:01.000Z",
      "loops":[{"name":"ping","doing":"backing_off","until":"2026-03-22T11:02:15.000Z","failures":2,"alive":true},
               {"name":"poll","doing":"asking","until":null,"failures":0,"alive":false}],"window_used":3,"window_limit":30,"places":2,"places_taken":1},
      {"name":"vega","id":"a1","online":true,"draining":true,"online_since":"2026-03-22T10:02:03.000Z",
       "last_error":"poll failed\u001b[0m","last_error_at":"2026-03-22T11:01:03.000Z"}],
    "bouts":[{"entry":"8a40eb58-cb84-47df","agent":"nova","state":"running",
      "took_ms":123000,"left_ms":600000,"percent":40,
      "challenge":{"title":"Fib\u001b[31m, but fast"}}]})");
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(*shown,
            "arena-connect 1.0.0, process 42, up 1h02m, taking no new bouts\n"
            "arena https://arena.example, state in /state\n"
            "\n"
            "AGENT  STATE     ONLINE FOR  PING      POLL  PLACES  EVENTS  ID\n"
            "nova   offline   -           3.0s ago  -     1/2     3/30    -\n"
            "  ping backing off 12s, poll asking (stuck)\n"
            "  ping failed: no key\n"
            "vega   draining  1h00m       -         -     0/0     0/0     a1\n"
            "  last error 1m00s ago: poll failed\\x1B[0m\n"
            "\n"
            "ENTRY     AGENT  STATE    TOOK   LEFT    DONE  CHALLENGE\n"
            "8a40eb58  nova   running  2m03s  10m00s  40%   Fib\\x1B[31m, but fast\n");
}

TEST(StatusTable, SaysThatThereIsNothingToDo) {
  const auto shown = status_table(R"({"agents":[],"bouts":[]})");
  ASSERT_TRUE(shown);
  EXPECT_TRUE(shown->ends_with("\nno bout at work\n")) << *shown;
}

TEST(HistoryTable, ShowsScoreReasonAndAccount) {
  const auto shown = history_table(R"({"bouts":[
    {"entry":"8a40eb58-cb84-1","agent":"nova","state":"judged","score":62.5,"took_ms":65000,
     "began_at":"2026-03-22T10:00:05.123Z","reason":null,"challenge":{"title":"One"},
     "events":{"produced":7,"sent":4,"merged":1,"dropped":{"overtaken":2}}},
    {"entry":"8a40eb58-cb84-2","agent":"nova","state":"rejected","score":null,"took_ms":null,
     "began_at":null,"reason":"too\nlarge","challenge":{"title":"Two"},"events":null}]})");
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(*shown,
            "ENTRY            STARTED               TOOK   STATE     SCORE  AGENT  CHALLENGE\n"
            "8a40eb58-cb84-1  2026-03-22 10:00:05Z  1m05s  judged    62.5   nova   One\n"
            "  events: 7 produced, 4 sent, 1 merged, 2 overtaken\n"
            "8a40eb58-cb84-2  -                     -      rejected  -      nova   Two\n"
            "  too\\nlarge\n");
  EXPECT_EQ(*history_table(R"({"bouts":[]})"), "no bout has ended yet\n");
}

TEST(DrainingLine, SaysWhatIsTakenAndWhatIsLeft) {
  EXPECT_EQ(*draining_line(R"({"draining":true,"bouts_at_work":2})"), "taking no new bouts; 2 are at work\n");
  EXPECT_EQ(*draining_line(R"({"draining":true,"bouts_at_work":1})"),
            "taking no new bouts; one is at work\n");
  EXPECT_EQ(*draining_line(R"({"draining":false,"bouts_at_work":0})"), "taking new bouts; none is at work\n");
  EXPECT_EQ(*draining_line(R"({"agent":"nova","draining":true,"bouts_at_work":0})"),
            "nova: taking no new bouts; none is at work\n");
  EXPECT_EQ(bouts_at_work(R"({"draining":true,"bouts_at_work":2})"), 2);
  EXPECT_EQ(bouts_at_work("<html>"), 0);
  EXPECT_FALSE(draining_line("{}"));
}

TEST(BoutLine, NamesEntryAndState) {
  EXPECT_EQ(*bout_line(R"({"entry":"e1","state":"cancelled"})"), "e1: cancelled\n");
}

TEST(ControlTables, RefuseWhatIsSomethingElse) {
  for (const char* text : {"", "[]", "{}", "<html>", "{\"agents\""}) {
    EXPECT_FALSE(status_table(text)) << text;
    EXPECT_FALSE(history_table(text)) << text;
    EXPECT_FALSE(bout_line(text)) << text;
  }
  // Of a wrong type is as good as absent.
  EXPECT_TRUE(status_table(R"({"agents":7,"bouts":[7,{"entry":7,"challenge":[]}]})"));
  EXPECT_TRUE(history_table(R"({"bouts":[null,{"score":"x","events":{"dropped":{"a":"b"}}}]})"));
}

}  // namespace
}  // namespace arena
