#include "sandbox/stream_events.hpp"

#include "sandbox/challenges.hpp"
#include "sandbox/sessions.hpp"
#include "sandbox/submissions.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;

namespace {

struct entered_world : world {
  challenge& of = add_challenge();
  entry& part = assign_to(0, of);

  answer_or_refusal<long long> send(wall_time now = start, json::object more = {}) {
    auto read = read_stream_event(event_body(*this, of, "thinking", std::move(more)));
    if (!read) {
      return std::unexpected(std::move(read).error());
    }
    return take_stream_event(arena, 0, *std::move(read), now);
  }
};

int status_of_reading(const std::string& body) {
  const auto read = read_stream_event(body);
  return read ? 200 : read.error().status;
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

}  // namespace

TEST(StreamEvent, IsNumberedWithinItsEntry) {
  entered_world some;
  EXPECT_EQ(some.send(), 1);
  EXPECT_EQ(some.send(start + seconds(1)), 2);
  ASSERT_EQ(some.part.events.size(), 2U);
  EXPECT_EQ(some.part.events[1].received_at, start + seconds(1));
}

TEST(StreamEvent, KeepsTheFieldsThatTheArenaKnows) {
  entered_world some;
  ASSERT_TRUE(some.send(start, {{"summary", "hm"}, {"percent", 12.5}, {"unknown", "x"}}));
  EXPECT_EQ(some.part.events[0].json,
            R"({"type":"thinking","timestamp":"2026-03-22T10:00:00Z","summary":"hm","percent":12.5})");
}

TEST(StreamEvent, IsTakenInEveryRunningState) {
  entered_world some;
  EXPECT_TRUE(some.send()) << "assigned";
  ASSERT_TRUE(open_session(some.arena, some.production(), some.of.id.str(), start));
  EXPECT_TRUE(some.send()) << "entered";
}

TEST(StreamEvent, IsForbiddenOnceTheSubmissionIsIn) {
  entered_world some;
  const auto id = open_session(some.arena, some.production(), some.of.id.str(), start)->opened->id.str();
  ASSERT_TRUE(submit(some.arena, some.production(), id, key_of_64(), {"x", {}}, start));
  EXPECT_EQ(some.send().error().status, 403);
}

TEST(StreamEvent, IsForbiddenOutsideOfTheWindow) {
  entered_world some;
  const auto early = some.send(start - seconds(1));
  EXPECT_EQ(early.error().status, 403);
  EXPECT_EQ(early.error().message, "Challenge has not started yet");
  EXPECT_TRUE(some.send(start));
  EXPECT_TRUE(some.send(start + hours(2) - milliseconds(1)));
  EXPECT_EQ(some.send(start + hours(2)).error().status, 403);
}

TEST(StreamEvent, AtTheEndMovesTheChallengeToJudgingForEverybody) {
  entered_world some;
  some.assign_to(1, some.of);
  EXPECT_EQ(status_of(some.of, start + hours(3)), challenge_status::active);
  ASSERT_FALSE(some.send(start + hours(2)));
  EXPECT_EQ(status_of(some.of, start + hours(3)), challenge_status::judging);
  EXPECT_EQ(submit_by_key(some.arena, 1, some.of.id.str(), {"x", {}}, start + hours(2)).error().code,
            "SESSION_CLOSED");
}

TEST(StreamEvent, OfAStrangerEndsNothing) {
  world some;
  challenge& of = some.add_challenge();
  auto read = read_stream_event(event_body(some, of));
  EXPECT_EQ(take_stream_event(some.arena, 0, *read, start).error().status, 403) << "no entry";
  EXPECT_EQ(take_stream_event(some.arena, 0, *read, start + hours(2)).error().status, 403);
  EXPECT_FALSE(of.judging);
  some.assign_to(1, of);
  EXPECT_EQ(take_stream_event(some.arena, 1, *read, start).error().status, 403) << "agentId is not the key's";
}

TEST(StreamEvent, NeedsAKnownChallenge) {
  entered_world some;
  challenge unknown;
  unknown.id = some.arena.ids.next<bouts::challenge_id>();
  auto read = read_stream_event(event_body(some, unknown));
  EXPECT_EQ(take_stream_event(some.arena, 0, *std::move(read), start).error().status, 404);
}

TEST(StreamEvent, WithANulBreaksTheServer) {
  entered_world some;
  EXPECT_EQ(some.send(start, {{"summary", std::string("a\0b", 3)}}).error().status, 500);
  EXPECT_EQ(some.part.events_accepted, 0);
}

TEST(StreamEvent, KeepsTheLastTenThousandOnly) {
  entered_world some;
  for (int i = 0; i < 10'001; ++i) {
    ASSERT_TRUE(some.send());
  }
  EXPECT_EQ(some.part.events_accepted, 10'001);
  EXPECT_EQ(some.part.events.size(), 10'000U);
  EXPECT_EQ(some.part.events.front().seq_num, 2);
}

TEST(EventBody, ThatIsNoJsonBreaksTheServer) {
  EXPECT_EQ(status_of_reading("{"), 500);
  EXPECT_EQ(status_of_reading(""), 500);
  EXPECT_EQ(status_of_reading("[]"), 400);
  EXPECT_EQ(status_of_reading("{}"), 400);
}

TEST(EventBody, IsCheckedFieldByField) {
  world some;
  const challenge& of = some.add_challenge();
  struct row {
    const char* field;
    json::value value;
    int status;
  };
  for (const auto& [field, value, status] :
       {row{"type", "celebrating", 400}, row{"type", "timed_out", 200}, row{"timestamp", "yesterday", 400},
        row{"timestamp", "2026-03-22", 400}, row{"timestamp", "2026-03-22T10:00:00", 400},
        row{"timestamp", "2026-03-22T10:00:00.123+02:00", 200}, row{"exit_code", -1, 200},
        row{"exit_code", 1.5, 400}, row{"exit_code", "1", 400}, row{"percent", 0, 200},
        row{"percent", 100, 200}, row{"percent", 100.5, 400}, row{"percent", -1, 400},
        row{"percent", "5", 400}, row{"summary", nullptr, 400}, row{"summary", 1, 400}}) {
    EXPECT_EQ(status_of_reading(event_body(some, of, "progress", {{field, value}})), status)
        << field << " " << value;
  }
}

TEST(EventBody, LimitsTextsInUtf16Units) {
  world some;
  const challenge& of = some.add_challenge();
  struct row {
    const char* field;
    int units;
  };
  for (const auto& [field, units] :
       {row{"summary", 500}, row{"tool", 100}, row{"filename", 255}, row{"language", 50},
        row{"snippet", 2000}, row{"command", 500}, row{"error_summary", 500}, row{"output_summary", 500},
        row{"stage", 100}}) {
    const auto status = [&](const std::string& text) {
      return status_of_reading(event_body(some, of, "tool_call", {{field, text}}));
    };
    EXPECT_EQ(status(repeated("\u00e4", units)), 200) << field;
    EXPECT_EQ(status(repeated("\u00e4", units + 1)), 400) << field;
    EXPECT_EQ(status(repeated("\U0001F600", units / 2)), 200) << field << ": two units each";
    EXPECT_EQ(status(repeated("\U0001F600", units / 2 + 1)), 400) << field;
  }
}

TEST(EventBody, NeedsBothUuids) {
  const std::string event = R"(,"event":{"type":"started","timestamp":"2026-03-22T10:00:00Z"}})";
  const std::string good = "550e8400-e29b-41d4-a716-446655440000";
  EXPECT_EQ(status_of_reading(R"({"challengeId":")" + good + R"(","agentId":")" + good + "\"" + event), 200);
  EXPECT_EQ(status_of_reading(R"({"challengeId":")" + good + "\"" + event), 400);
  EXPECT_EQ(status_of_reading(R"({"challengeId":"00000000-0000-0000-0000-000000000000","agentId":")" + good +
                              "\"" + event),
            400);
}

TEST(ReplayEvents, AreCountedUpToFiftyARequest) {
  entered_world some;
  const auto body = [&](int count) {
    const std::string one = R"({"event_type":"llm_call","timestamp_ms":1,"data":{}})";
    return R"({"challenge_id":")" + some.of.id.str() + R"(","events":[)" + one +
           repeated("," + one, count - 1) + "]}";
  };
  EXPECT_EQ(take_replay_events(some.arena, 0, body(50)), 50);
  EXPECT_EQ(some.part.replay_events, 50);
  EXPECT_EQ(take_replay_events(some.arena, 0, body(51)).error().status, 400);
  EXPECT_EQ(take_replay_events(some.arena, 1, body(1)).error().status, 403);
  EXPECT_EQ(take_replay_events(some.arena, 0, R"({"challenge_id":"x","events":[]})").error().status, 400);
  EXPECT_EQ(take_replay_events(some.arena, 0, "nonsense").error().status, 400);
}
