#include "core/bout/places.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace arena;
using namespace std::chrono_literals;

const bouts::wall_time noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + 12h;

bouts::entry_id entry(std::string_view name) {
  return *bouts::entry_id::parse(name);
}

std::vector<std::string> grant_all(places& queue) {
  std::vector<std::string> granted;
  while (const auto one = queue.grant()) {
    granted.push_back(one->str());
  }
  return granted;
}

TEST(Places, GrantsTheEarliestEndFirstAndNoEndLast) {
  places queue(10);
  queue.want(entry("endless"), std::nullopt);
  queue.want(entry("late"), noon + 2h);
  queue.want(entry("soon"), noon + 5min);
  queue.want(entry("endless-too"), std::nullopt);
  queue.want(entry("hour"), noon + 1h);
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"soon", "hour", "late", "endless", "endless-too"}));
}

TEST(Places, GrantsEqualEndsInTheOrderInWhichTheyCame) {
  places queue(10);
  for (const auto* name : {"zoe", "mia", "ann"}) {
    queue.want(entry(name), noon);
  }
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"zoe", "mia", "ann"}));
}

TEST(Places, GrantsNoMoreThanItHas) {
  places queue(2);
  for (const auto* name : {"a", "b", "c", "d"}) {
    queue.want(entry(name), std::nullopt);
  }
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(queue.taken(), 2U);
  EXPECT_EQ(queue.waiting(), 2U);
  queue.give_back(entry("a"));
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"c"}));
  queue.give_back(entry("b"));
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"d"}));
}

TEST(Places, WithoutPlacesNobodyIsGranted) {
  places queue(0);
  queue.want(entry("a"), noon);
  EXPECT_FALSE(queue.grant());
}

TEST(Places, GivesAFreedPlaceToANewcomerWhoEndsEarlier) {
  places queue(1);
  queue.want(entry("running"), std::nullopt);
  EXPECT_EQ(queue.grant(), entry("running"));
  queue.want(entry("first"), noon + 1h);
  queue.want(entry("urgent"), noon + 1min);
  queue.give_back(entry("running"));
  EXPECT_EQ(queue.grant(), entry("urgent"));
}

TEST(Places, WantedAgainOnlyChangesTheEnd) {
  places queue(10);
  queue.want(entry("a"), std::nullopt);
  queue.want(entry("b"), std::nullopt);
  queue.want(entry("a"), std::nullopt);  // keeps its turn
  EXPECT_EQ(queue.waiting(), 2U);
  queue.want(entry("b"), noon);  // the arena moved the end
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"b", "a"}));
}

TEST(Places, OneThatHasAPlaceDoesNotWaitForASecond) {
  places queue(2);
  queue.want(entry("a"), noon);
  ASSERT_EQ(queue.grant(), entry("a"));
  queue.want(entry("a"), noon);
  EXPECT_EQ(queue.waiting(), 0U);
  EXPECT_FALSE(queue.grant());
}

TEST(Places, LeavingIsHarmlessWheneverItHappens) {
  places queue(1);
  queue.leave(entry("unknown"));
  queue.want(entry("a"), noon);
  queue.leave(entry("a"));
  queue.leave(entry("a"));
  EXPECT_FALSE(queue.grant());

  // Granted, and gone before it heard of it: the place must not be lost.
  queue.want(entry("b"), noon);
  ASSERT_EQ(queue.grant(), entry("b"));
  queue.leave(entry("b"));
  queue.leave(entry("b"));
  queue.want(entry("c"), noon);
  EXPECT_EQ(queue.grant(), entry("c"));
}

TEST(Places, GivingBackTwiceFreesOnePlace) {
  places queue(1);
  queue.want(entry("a"), noon);
  ASSERT_EQ(queue.grant(), entry("a"));
  queue.give_back(entry("a"));
  queue.give_back(entry("a"));
  queue.give_back(entry("unknown"));
  queue.want(entry("b"), noon);
  queue.want(entry("c"), noon);
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"b"}));
}

TEST(Places, GivingBackDoesNotEndAWait) {
  places queue(1);
  queue.want(entry("a"), noon);
  queue.give_back(entry("a"));
  EXPECT_EQ(queue.grant(), entry("a"));
}

TEST(Places, OneFoundRunningAfterARestartHasAPlace) {
  places queue(1);
  queue.take(entry("a"));
  queue.take(entry("b"));  // the owner lowered `concurrency` meanwhile
  EXPECT_TRUE(queue.has_place(entry("a")));
  EXPECT_EQ(queue.taken(), 2U);
  queue.want(entry("c"), noon);
  queue.give_back(entry("a"));
  EXPECT_FALSE(queue.grant());
  queue.give_back(entry("b"));
  EXPECT_EQ(queue.grant(), entry("c"));
}

TEST(Places, ANewCountLeavesThoseThatRunAlone) {
  places queue(1);
  for (const auto* name : {"a", "b", "c"}) {
    queue.want(entry(name), std::nullopt);
  }
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"a"}));
  queue.resize(2);
  EXPECT_EQ(grant_all(queue), (std::vector<std::string>{"b"}));
  queue.resize(1);
  queue.give_back(entry("a"));
  EXPECT_FALSE(queue.grant());
  EXPECT_TRUE(queue.has_place(entry("b")));
}

}  // namespace
