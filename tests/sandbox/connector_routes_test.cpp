// The connector endpoints through the whole service, with hand-made times: statuses, headers and error
// shapes.
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

constexpr const char* ping_path = "/api/v1/agents/ping";
constexpr const char* assigned_path = "/api/v1/challenges/assigned";
constexpr const char* stream_path = "/api/v1/events/stream";

request with_key(std::string method, std::string target, std::string key, std::string body = {}) {
  request made;
  made.method = std::move(method);
  made.target = std::move(target);
  made.api_key = std::move(key);
  made.body = std::move(body);
  return made;
}

}  // namespace

TEST(Ping, SaysThatTheAgentIsOnline) {
  world some;
  const auto given = some.ask("POST", ping_path);
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(text_at_pointer(given, "/status"), "ok");
  EXPECT_EQ(text_at_pointer(given, "/agent_id"), some.arena.people.at(0).id.str());
  EXPECT_EQ(at(given, "/is_online"), true);
  EXPECT_FALSE(header_of(given, "X-Request-ID")) << "that is for resources";
}

TEST(Ping, RenamesTheAgent) {
  world some;
  EXPECT_EQ(some.ask("POST", ping_path, R"({"agent_name":"Nova","model_name":"m","skill_count":3})").status,
            200);
  EXPECT_EQ(some.arena.people.at(0).name, "Nova");
  EXPECT_EQ(some.arena.people.at(0).model_name, "m");
}

TEST(Ping, RefusesAWrongBody) {
  world some;
  EXPECT_EQ(some.ask("POST", ping_path, "{").status, 400);
  EXPECT_EQ(some.ask("POST", ping_path, R"({"skill_count":1.5})").status, 400);
  EXPECT_EQ(some.ask("POST", ping_path, R"({"agent_name":1})").status, 400);
  EXPECT_EQ(some.ask("POST", ping_path, R"({"soul_excerpt":")" + std::string(1000, 'x') + "\"}").status, 200);
  EXPECT_EQ(some.ask("POST", ping_path, R"({"soul_excerpt":")" + std::string(1001, 'x') + "\"}").status, 400);
}

TEST(Ping, IsLimitedTo120AMinute) {
  world some;
  for (int i = 0; i < 120; ++i) {
    ASSERT_EQ(some.ask("POST", ping_path).status, 200);
  }
  const auto refused = some.ask("POST", ping_path, {}, start + seconds(59));
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(at(refused, "/error").is_string());
  EXPECT_EQ(some.ask("POST", ping_path, {}, start + seconds(60)).status, 200);
}

TEST(Connector, TakesTheAgentKeyInItsOwnHeaderOnly) {
  world some;
  const agent& who = some.arena.people.at(0);
  for (const std::string& wrong : {std::string(), std::string("aa_nobody"), who.token}) {
    const auto refused = some.ask(with_key("POST", ping_path, wrong));
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(at(refused, "/error").is_string());
  }
  request bearer = with_key("POST", ping_path, "");
  bearer.authorization = "Bearer " + who.key;
  EXPECT_EQ(some.ask(bearer).status, 401);
}

TEST(Assigned, ShowsTheDocumentedItem) {
  world some;
  const challenge& one = some.add_challenge();
  const entry& part = some.assign_to(0, one);
  const auto given = some.ask("GET", assigned_path);
  ASSERT_EQ(at(given, "/challenges").as_array().size(), 1U);
  EXPECT_EQ(text_at_pointer(given, "/challenges/0/entry_id"), part.id.str());
  EXPECT_EQ(text_at_pointer(given, "/challenges/0/challenge/id"), one.id.str());
  EXPECT_EQ(text_at_pointer(given, "/challenges/0/challenge/title"), "Primes");
  EXPECT_EQ(at(given, "/challenges/0/challenge/time_limit_minutes"), 60);
  EXPECT_EQ(text_at_pointer(given, "/challenges/0/challenge/starts_at"), "2026-03-22T10:00:00.000Z");
  EXPECT_EQ(text_at_pointer(given, "/challenges/0/assigned_at"), "2026-03-22T10:00:00.000000+00:00");
}

TEST(Assigned, StillShowsAClosedWindow) {
  world some;
  some.assign_to(0, some.add_challenge());
  EXPECT_EQ(at(some.ask("GET", assigned_path, {}, start + hours(5)), "/challenges").as_array().size(), 1U);
}

TEST(Assigned, ShowsNullWhereThereIsNoLimitOrWindow) {
  world some;
  challenge& one = some.add_challenge();
  one.time_limit_minutes.reset();
  one.starts_at.reset();
  one.ends_at.reset();
  some.assign_to(0, one);
  const auto item = at(some.ask("GET", assigned_path), "/challenges/0/challenge").as_object();
  for (const char* key : {"time_limit_minutes", "starts_at", "ends_at"}) {
    ASSERT_TRUE(item.contains(key)) << key;
    EXPECT_TRUE(item.at(key).is_null()) << key;
  }
}

TEST(Assigned, IsLimitedTo60AMinuteAndSaysWhenToComeBack) {
  world some;
  for (int i = 0; i < 60; ++i) {
    ASSERT_EQ(some.ask("GET", assigned_path).status, 200);
  }
  const auto refused = some.ask("GET", assigned_path);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header_of(refused, "Retry-After"), "60");
}

TEST(Assigned, ScalesItsWindowAndRetryAfter) {
  arena_options options = two_agents();
  options.scale = time_scale(10);
  world some(options);
  for (int i = 0; i < 60; ++i) {
    some.ask("GET", assigned_path);
  }
  EXPECT_EQ(header_of(some.ask("GET", assigned_path), "Retry-After"), "6");
  EXPECT_EQ(some.ask("GET", assigned_path, {}, start + seconds(6)).status, 200);
}

TEST(EventStream, AnswersWithTheSequenceNumber) {
  world some;
  const challenge& one = some.add_challenge();
  some.assign_to(0, one);
  const auto given = some.ask("POST", stream_path, event_body(some, one));
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(at(given, "/received"), true);
  EXPECT_EQ(at(given, "/seq_num"), 1);
}

TEST(EventStream, SpendsTheLimitBeforeItLooksAtTheBody) {
  world some;
  const challenge& one = some.add_challenge();
  some.assign_to(0, one);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(some.ask("POST", stream_path, "not JSON").status, 500);
    EXPECT_EQ(some.ask("POST", stream_path, "{}").status, 400);
    EXPECT_EQ(some.ask("POST", stream_path, event_body(some, one)).status, 200);
  }
  const auto refused = some.ask("POST", stream_path, event_body(some, one), start + seconds(59));
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(header_of(refused, "Retry-After"));
  EXPECT_EQ(some.ask("POST", stream_path, event_body(some, one), start + seconds(60)).status, 200);
}

TEST(EventStream, LimitsAnAgentOverAllItsChallenges) {
  world some;
  const challenge& one = some.add_challenge();
  const challenge& other = some.add_challenge();
  some.assign_to(0, one);
  some.assign_to(0, other);
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(some.ask("POST", stream_path, event_body(some, i % 2 == 0 ? one : other)).status, 200);
  }
  EXPECT_EQ(some.ask("POST", stream_path, event_body(some, one)).status, 429);
}

TEST(EventStream, RefusesWithDetails) {
  world some;
  const auto refused = some.ask("POST", stream_path, "{}");
  EXPECT_EQ(text_at_pointer(refused, "/error"), "Invalid event data");
  EXPECT_TRUE(at(refused, "/details").is_array());
}

TEST(OldSubmissions, AreGone) {
  world some;
  const auto refused = some.ask("POST", "/api/v1/submissions", "{}");
  EXPECT_EQ(refused.status, 410);
  EXPECT_TRUE(at(refused, "/error").is_string());
}

TEST(ConnectorSubmit, TakesASolutionByTheKeyAlone) {
  world some;
  const challenge& one = some.add_challenge();
  some.assign_to(0, one);
  const std::string body = R"({"challenge_id":")" + one.id.str() + R"(","content":"x"})";
  const auto taken = some.ask("POST", "/api/connector/submit", body);
  EXPECT_EQ(taken.status, 201);
  EXPECT_FALSE(text_at_pointer(taken, "/submission_id").empty());
  EXPECT_FALSE(text_at_pointer(taken, "/submitted_at").empty());
  EXPECT_FALSE(text_at_pointer(taken, "/status").empty());
  const auto again = some.ask("POST", "/api/connector/submit", body);
  EXPECT_EQ(again.status, 409);
  EXPECT_TRUE(at(again, "/error").is_string());
}

TEST(ConnectorSubmit, ChecksItsBodyAndIsLimited) {
  world some;
  EXPECT_EQ(some.ask("POST", "/api/connector/submit", "{").status, 400);
  EXPECT_EQ(some.ask("POST", "/api/connector/submit", R"({"content":"x"})").status, 400);
  EXPECT_EQ(some.ask("POST", "/api/connector/submit",
                     R"({"challenge_id":"550e8400-e29b-41d4-a716-446655440000","content":"x"})")
                .status,
            404);
  EXPECT_EQ(some.ask(with_key("POST", "/api/connector/submit", "aa_x", "{}")).status, 401);
  some.ask("POST", "/api/connector/submit", "{}");
  some.ask("POST", "/api/connector/submit", "{}");
  EXPECT_EQ(some.ask("POST", "/api/connector/submit", "{}").status, 429);
}

TEST(ConnectorEvents, AreTaken) {
  world some;
  const challenge& one = some.add_challenge();
  some.assign_to(0, one);
  const auto given =
      some.ask("POST", "/api/connector/events",
               R"({"challenge_id":")" + one.id.str() +
                   R"(","events":[{"event_type":"tool_call","timestamp_ms":5,"data":{"a":1}}]})");
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(at(given, "/received"), 1);
}
