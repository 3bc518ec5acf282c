#include "core/bout/entering.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace arena;
using namespace std::chrono_literals;

const bouts::wall_time noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + 12h;

bouts::challenge open_now(const char* id = "one") {
  bouts::challenge of;
  of.id = *bouts::challenge_id::parse(id);
  of.category = "algorithms";
  of.format = "sprint";
  of.status = bouts::challenge_status::active;
  of.starts_at = noon - 1h;
  of.ends_at = noon + 1h;
  of.entry_fee_cents = 0;
  return of;
}

bouts::challenge saying(const char* json) {
  auto of = open_now();
  of.received = bouts::raw_json(std::make_shared<const std::string>(json), "");
  return of;
}

TEST(Entering, WantsWhatIsOpenAndFree) {
  EXPECT_TRUE(may_enter(open_now(), {}, noon));
  auto of = open_now();
  of.starts_at = noon + 1s;
  EXPECT_FALSE(may_enter(of, {}, noon));
  of = open_now();
  of.ends_at = noon + 59s;
  EXPECT_FALSE(may_enter(of, {}, noon));
  of = open_now();
  of.status = bouts::word<bouts::challenge_status>("judging");
  EXPECT_FALSE(may_enter(of, {}, noon));
}

TEST(Entering, NeverPaysMoreThanItsOwnerAllows) {
  auto of = open_now();
  of.entry_fee_cents = 1;
  EXPECT_FALSE(may_enter(of, {}, noon));
  EXPECT_FALSE(may_enter(of, {.max_fee_cents = 0}, noon));
  of.entry_fee_cents = 500;
  EXPECT_TRUE(may_enter(of, {.max_fee_cents = 500}, noon));
  of.entry_fee_cents = 501;
  EXPECT_FALSE(may_enter(of, {.max_fee_cents = 500}, noon));
  of.entry_fee_cents.reset();
  EXPECT_TRUE(may_enter(of, {}, noon));
}

TEST(Entering, KeepsToCategoriesAndFormats) {
  EXPECT_TRUE(may_enter(open_now(), {.categories = {"debugging", "algorithms"}}, noon));
  EXPECT_FALSE(may_enter(open_now(), {.categories = {"debugging"}}, noon));
  EXPECT_TRUE(may_enter(open_now(), {.formats = {"sprint"}}, noon));
  EXPECT_FALSE(may_enter(open_now(), {.formats = {"marathon"}}, noon));
}

TEST(Entering, KnowsADailyChallenge) {
  EXPECT_TRUE(is_daily(open_now()));  // open for two hours
  auto week = open_now();
  week.ends_at = noon + 24h * 7;
  EXPECT_FALSE(is_daily(week));
  EXPECT_FALSE(may_enter(week, {}, noon));
  EXPECT_TRUE(may_enter(week, {.daily_only = false}, noon));
  week.format = "daily";
  EXPECT_TRUE(is_daily(week));
  auto unbounded = open_now();
  unbounded.ends_at.reset();
  EXPECT_FALSE(is_daily(unbounded));
  EXPECT_FALSE(is_daily(saying(R"({"is_daily":false})")));
  EXPECT_TRUE(is_daily(saying(R"({"is_daily":true})")));
  EXPECT_FALSE(is_daily(saying(R"({"challenge_type":"versus"})")));
  EXPECT_TRUE(is_daily(saying(R"({"challenge_type":"daily"})")));
}

TEST(Entering, TakesTheOneThatEndsFirstAndNoneTwice) {
  auto late = open_now("late");
  late.ends_at = noon + 3h;
  auto early = open_now("early");
  auto never = open_now("never");
  never.ends_at.reset();
  const std::vector<bouts::challenge> active = {never, late, early};
  std::set<bouts::challenge_id> known;
  const auto is_known = [&](const bouts::challenge_id& id) { return known.contains(id); };
  const enter_rules any{.daily_only = false};
  std::vector<std::string> order;
  while (const auto* one = choose_to_enter(active, any, is_known, noon)) {
    order.push_back(one->id.str());
    known.insert(one->id);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"early", "late", "never"}));
}

}  // namespace
