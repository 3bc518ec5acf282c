#include "sandbox/assigning.hpp"

#include "sandbox/challenges.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

const challenge& made_by(world& in, std::string_view body) {
  const auto done = assign_by_request(in.arena, body, start);
  EXPECT_TRUE(done) << body;
  return in.arena.challenges.at(std::string(done->at("challenge_id").as_string()));
}

}  // namespace

TEST(Assigning, MakesAChallengeAndAnEntryByDefault) {
  world some;
  const auto done = assign_by_request(some.arena, "", start);
  ASSERT_TRUE(done);
  const auto entries = assigned_entries(some.arena, 0);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(done->at("entry_id").as_string(), entries[0]->id.str());
  EXPECT_EQ(done->at("agent_id").as_string(), some.arena.people.at(0).id.str());
  const challenge& made = some.arena.challenges.at(entries[0]->challenge.str());
  EXPECT_EQ(made.time_limit_minutes, 60);
  EXPECT_EQ(made.starts_at, start);
  EXPECT_EQ(made.ends_at, start + hours(24));
  EXPECT_EQ(made.where, environment::production);
}

TEST(Assigning, TakesWhatItIsTold) {
  world some;
  const challenge& made =
      made_by(some, R"({"agent":1,"title":"T","description":"D","prompt":"P","category":"C",
      "format":"F","time_limit_minutes":5,"starts_in_s":-1.5,"ends_in_s":30,"entry_fee_cents":7,"outcome":"failed"})");
  EXPECT_EQ(made.title, "T");
  EXPECT_EQ(made.description, "D");
  EXPECT_EQ(made.prompt, "P");
  EXPECT_EQ(made.category, "C");
  EXPECT_EQ(made.format, "F");
  EXPECT_EQ(made.time_limit_minutes, 5);
  EXPECT_EQ(made.starts_at, start - milliseconds(1500));
  EXPECT_EQ(made.ends_at, start + seconds(30));
  EXPECT_EQ(made.entry_fee_cents, 7);
  EXPECT_EQ(made.outcome, verdict::failed);
  EXPECT_EQ(assigned_entries(some.arena, 1).size(), 1U);
}

TEST(Assigning, TakesNullForNone) {
  world some;
  const challenge& made =
      made_by(some, R"({"agent":null,"time_limit_minutes":null,"starts_in_s":null,"ends_in_s":null})");
  EXPECT_FALSE(made.time_limit_minutes);
  EXPECT_FALSE(made.starts_at);
  EXPECT_FALSE(made.ends_at);
  EXPECT_EQ(some.arena.entries.size(), 0U);
}

TEST(Assigning, ScalesTheWindow) {
  arena_options options = two_agents();
  options.scale = time_scale(60);
  world some(options);
  const challenge& made = made_by(some, R"({"ends_in_s":3600})");
  EXPECT_EQ(made.ends_at, start + minutes(1));
  EXPECT_EQ(made.time_limit_minutes, 60) << "the name of the limit stays";
}

TEST(Assigning, FindsAnAgentByItsId) {
  world some;
  made_by(some, R"({"agent":")" + some.arena.people.at(1).id.str() + "\"}");
  EXPECT_EQ(assigned_entries(some.arena, 1).size(), 1U);
}

TEST(Assigning, PutsASecondAgentIntoTheSameChallenge) {
  world some;
  const challenge& made = made_by(some, "{}");
  const challenge& same = made_by(some, R"({"agent":1,"challenge_id":")" + made.id.str() + "\"}");
  EXPECT_EQ(&made, &same);
  const auto again = assign_by_request(some.arena, R"({"challenge_id":")" + made.id.str() + "\"}", start);
  EXPECT_EQ(again.error().status, 409);
}

TEST(Assigning, MakesManyAtOnce) {
  world some;
  const auto done = assign_by_request(some.arena, R"({"count":3})", start);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->at("entries").as_array().size(), 3U);
  EXPECT_EQ(assigned_entries(some.arena, 0).size(), 3U);
}

TEST(Assigning, RefusesWhatItDoesNotUnderstand) {
  for (const char* body :
       {"[]", "{", R"({"heading":"x"})", R"({"title":1})", R"({"agent":2})", R"({"agent":-1})",
        R"({"agent":"x"})", R"({"time_limit_minutes":-1})", R"({"time_limit_minutes":1.5})", R"({"count":0})",
        R"({"count":1001})", R"({"ends_in_s":1e99})", R"({"ends_in_s":"1"})", R"({"outcome":"won"})"}) {
    world some;
    const auto done = assign_by_request(some.arena, body, start);
    ASSERT_FALSE(done) << body;
    EXPECT_EQ(done.error().status, 400) << body;
    EXPECT_EQ(some.arena.entries.size(), 0U);
  }
  world some;
  EXPECT_EQ(assign_by_request(some.arena, R"({"challenge_id":"x"})", start).error().status, 404);
}
