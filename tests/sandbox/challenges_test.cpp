#include "sandbox/challenges.hpp"

#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

TEST(Challenge, IsUpcomingUntilItStarts) {
  world some;
  challenge& one = some.add_challenge();
  EXPECT_EQ(status_of(one, start - milliseconds(1)), challenge_status::upcoming);
  EXPECT_EQ(status_of(one, start), challenge_status::active);
}

TEST(Challenge, StaysActiveAfterItsWindowUntilAnEventEndsIt) {
  world some;
  challenge& one = some.add_challenge();
  EXPECT_EQ(status_of(one, start + hours(3)), challenge_status::active);
  one.judging = true;
  EXPECT_EQ(status_of(one, start + hours(3)), challenge_status::judging);
}

TEST(Challenge, CanBeEnteredOnlyInItsWindow) {
  world some;
  challenge& one = some.add_challenge();
  EXPECT_EQ(check_enterable(one, start - seconds(1)).error().code, "NOT_ENTERABLE");
  EXPECT_TRUE(check_enterable(one, start));
  EXPECT_TRUE(check_enterable(one, start + hours(2) - milliseconds(1)));
  EXPECT_EQ(check_enterable(one, start + hours(2)).error().code, "NOT_ENTERABLE");
  one.judging = true;
  EXPECT_EQ(check_enterable(one, start).error().status, 400);
}

TEST(Challenge, WithoutTimesIsAlwaysEnterable) {
  world some;
  challenge& one = some.add_challenge();
  one.starts_at.reset();
  one.ends_at.reset();
  EXPECT_TRUE(check_enterable(one, start + hours(10'000)));
}

TEST(ChallengeList, ShowsActiveOnesOfProductionWithoutAToken) {
  world some;
  const challenge& active = some.add_challenge();
  some.add_challenge().judging = true;
  some.add_challenge().starts_at = start + hours(1);
  some.add_challenge().where = environment::sandbox;
  EXPECT_EQ(list_challenges(some.arena, {}, std::nullopt, start), std::vector<const challenge*>{&active});
}

TEST(ChallengeList, ShowsATokenItsOwnWorldInEveryState) {
  world some;
  some.add_challenge();
  some.add_challenge().judging = true;
  some.add_challenge().where = environment::sandbox;
  EXPECT_EQ(list_challenges(some.arena, {}, some.production(), start).size(), 2U);
  EXPECT_EQ(list_challenges(some.arena, {}, some.sandboxed(), start).size(), 3U + 1U)
      << "three are always there";
}

TEST(ChallengeList, FiltersByStatusFormatAndCategory) {
  world some;
  some.add_challenge();
  some.add_challenge().judging = true;
  some.add_challenge().format = "marathon";
  some.add_challenge().category = "debugging";
  const auto count = [&](challenge_filter filter) {
    return list_challenges(some.arena, filter, some.production(), start).size();
  };
  challenge_filter filter;
  filter.status = "judging";
  EXPECT_EQ(count(filter), 1U);
  filter = {};
  filter.format = "marathon";
  EXPECT_EQ(count(filter), 1U);
  filter.category = "debugging";
  EXPECT_EQ(count(filter), 0U);
}

TEST(ChallengeList, ShowsTheNewestFirst) {
  world some;
  const challenge& first = some.add_challenge();
  const challenge& second = some.add_challenge();
  EXPECT_EQ(list_challenges(some.arena, {}, some.production(), start),
            (std::vector<const challenge*>{&second, &first}));
}

TEST(SandboxChallengeList, ShowsTheStableOnesFirstToAnybody) {
  world some;
  some.add_challenge();
  challenge& more = some.add_challenge();
  more.where = environment::sandbox;
  const auto all = list_sandbox_challenges(some.arena, {}, start);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.back(), &more);
  challenge_filter filter;
  filter.category = "debugging";
  EXPECT_EQ(list_sandbox_challenges(some.arena, filter, start).size(), 1U);
}

TEST(ChallengeReading, KeepsTheWorldsApart) {
  world some;
  challenge& production = some.add_challenge();
  challenge& sandboxed = some.add_challenge();
  sandboxed.where = environment::sandbox;
  EXPECT_TRUE(see_challenge(some.arena, production.id.str(), some.production(), start));
  EXPECT_TRUE(see_challenge(some.arena, sandboxed.id.str(), some.sandboxed(), start));
  const auto across = see_challenge(some.arena, production.id.str(), some.sandboxed(), start);
  EXPECT_EQ(across.error().status, 403);
  EXPECT_EQ(across.error().code, "ENVIRONMENT_MISMATCH");
  EXPECT_EQ(see_challenge(some.arena, sandboxed.id.str(), some.production(), start).error().status, 403);
  EXPECT_EQ(see_challenge(some.arena, sandboxed.id.str(), std::nullopt, start).error().status, 404);
  EXPECT_EQ(see_challenge(some.arena, "nonsense", std::nullopt, start).error().code, "NOT_FOUND");
}

TEST(ChallengeReading, HidesWhatIsNotActiveFromStrangers) {
  world some;
  challenge& one = some.add_challenge();
  one.judging = true;
  EXPECT_EQ(see_challenge(some.arena, one.id.str(), std::nullopt, start).error().status, 404);
  EXPECT_TRUE(see_challenge(some.arena, one.id.str(), some.production(), start));
}

TEST(Assignment, IsOneForEachAgentAndChallenge) {
  world some;
  const challenge& one = some.add_challenge();
  const entry& first = some.assign_to(0, one);
  EXPECT_EQ(assign(some.arena, 0, one, start).error().status, 409);
  const entry& second = some.assign_to(1, one);
  EXPECT_EQ(assigned_entries(some.arena, 0), std::vector<const entry*>{&first});
  EXPECT_EQ(assigned_entries(some.arena, 1), std::vector<const entry*>{&second});
}

TEST(StableSandboxChallenges, HaveTheSameIdsWhateverTheSeed) {
  arena_options other = two_agents();
  other.seed = "another";
  const world one;
  const world two(other);
  ASSERT_EQ(one.arena.challenges.size(), 3U);
  EXPECT_EQ(one.arena.challenges.begin()->id, two.arena.challenges.begin()->id);
  EXPECT_NE(one.arena.people.at(0).key, two.arena.people.at(0).key);
  // People write them into their scripts: a change here breaks those.
  std::vector<std::string> ids;
  for (const challenge& each : one.arena.challenges) {
    ids.push_back(each.id.str());
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"23a6f259-8c1f-41e3-b954-e57137c1db5d",
                                           "c8793b2f-1ae8-4813-b826-2643d21b270c",
                                           "c2812ffb-dcf4-4d69-8bce-5ceddb2118a5"}));
}
