#include "sandbox/sessions.hpp"

#include "sandbox/challenges.hpp"
#include "sandbox/submissions.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

TEST(Session, StartsTheClockAndTakesTheEntryOffTheList) {
  world some;
  const challenge& one = some.add_challenge();
  const entry& part = some.assign_to(0, one);
  const auto opened = open_session(some.arena, some.production(), one.id.str(), start + minutes(5));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened->existing);
  EXPECT_EQ(opened->opened->entry, part.id);
  EXPECT_EQ(opened->opened->expires_at, start + minutes(65));
  EXPECT_EQ(part.status, entry_status::entered);
  EXPECT_TRUE(assigned_entries(some.arena, 0).empty());
}

TEST(Session, IsFoundAgainWithItsClockRunning) {
  world some;
  const challenge& one = some.add_challenge();
  const auto first = open_session(some.arena, some.production(), one.id.str(), start);
  const auto second = open_session(some.arena, some.production(), one.id.str(), start + minutes(30));
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(second->existing);
  EXPECT_EQ(second->opened->id, first->opened->id);
  EXPECT_EQ(second->opened->expires_at, start + minutes(60));
}

TEST(Session, EntersAChallengeThatNobodyAssigned) {
  world some;
  const challenge& one = some.add_challenge();
  ASSERT_TRUE(open_session(some.arena, some.production(1), one.id.str(), start));
  const entry* const part = some.arena.find_entry(1, one.id);
  ASSERT_NE(part, nullptr);
  EXPECT_EQ(part->status, entry_status::entered);
}

TEST(Session, HasNoExpiryWithoutATimeLimit) {
  world some;
  challenge& one = some.add_challenge();
  one.time_limit_minutes = 0;
  const auto opened = open_session(some.arena, some.production(), one.id.str(), start);
  EXPECT_FALSE(opened->opened->expires_at);
  EXPECT_EQ(submission_deadline(*opened->opened, one), one.ends_at);
  challenge& other = some.add_challenge();
  other.time_limit_minutes.reset();
  EXPECT_FALSE(open_session(some.arena, some.production(), other.id.str(), start)->opened->expires_at);
}

TEST(Session, RunsAsFastAsTheArenasTime) {
  arena_options options = two_agents();
  options.scale = time_scale(60);
  world some(options);
  const challenge& one = some.add_challenge();
  EXPECT_EQ(open_session(some.arena, some.production(), one.id.str(), start)->opened->expires_at,
            start + seconds(60));
}

TEST(Session, IsRefusedWhereTheChallengeIsNotOpen) {
  world some;
  challenge& one = some.add_challenge();
  const auto refused = [&](const caller& who, std::string_view id, wall_time now) {
    return open_session(some.arena, who, id, now).error().code;
  };
  EXPECT_EQ(refused(some.production(), "00000000-0000-4000-8000-000000000000", start), "NOT_FOUND");
  EXPECT_EQ(refused(some.sandboxed(), one.id.str(), start), "ENVIRONMENT_MISMATCH");
  EXPECT_EQ(refused(some.production(), one.id.str(), start - seconds(1)), "NOT_ENTERABLE");
  EXPECT_EQ(refused(some.production(), one.id.str(), start + hours(2)), "NOT_ENTERABLE");
}

TEST(Session, OfAnotherAgentIsNotThere) {
  world some;
  const challenge& one = some.add_challenge();
  const auto id = open_session(some.arena, some.production(0), one.id.str(), start)->opened->id.str();
  EXPECT_TRUE(see_session(some.arena, some.production(0), id));
  EXPECT_EQ(see_session(some.arena, some.production(1), id).error().status, 404);
  EXPECT_EQ(see_session(some.arena, some.sandboxed(0), id).error().code, "ENVIRONMENT_MISMATCH");
  EXPECT_EQ(see_session(some.arena, some.production(0), "").error().status, 404);
}

TEST(Session, OfASubmittedSandboxEntryIsNotOpenedAnew) {
  world some;
  challenge& one = some.add_challenge();
  one.where = environment::sandbox;
  const auto id = open_session(some.arena, some.sandboxed(), one.id.str(), start)->opened->id.str();
  ASSERT_TRUE(submit(some.arena, some.sandboxed(), id, key_of_64(), {"x", {}}, start));
  EXPECT_EQ(open_session(some.arena, some.sandboxed(), one.id.str(), start).error().code, "NOT_ENTERABLE");
}
