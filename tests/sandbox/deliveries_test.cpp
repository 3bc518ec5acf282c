#include "sandbox/deliveries.hpp"

#include "sandbox/limits.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

struct queue {
  long long add(const std::string& webhook, wall_time now = start, bool is_test = false) {
    delivery made;
    made.id = ids.next<delivery_id>();
    made.webhook = webhook;
    made.event_type = "submission.received";
    made.is_test = is_test;
    return all.add(std::move(made), now);
  }
  // The one that is due now; fails the test when there is none, or more than one.
  long long begin(wall_time now) {
    const auto begun = all.begin_due(2, now);
    EXPECT_EQ(begun.size(), 1U);
    return begun.empty() ? 0 : begun.front()->number;
  }
  void fail(long long number, wall_time now) { all.concluded(number, {500, {}, milliseconds(3)}, now); }
  void succeed(long long number, wall_time now) { all.concluded(number, {204, {}, milliseconds(3)}, now); }

  id_source ids{"deliveries"};
  deliveries all{time_scale()};
};

}  // namespace

TEST(Delivery, EndsWithTheFirstSuccess) {
  queue some;
  const auto number = some.add("w");
  EXPECT_EQ(some.all.next_due(), start);
  EXPECT_EQ(some.begin(start), number);
  EXPECT_FALSE(some.all.next_due()) << "while the attempt is under way, none waits";
  some.succeed(number, start);
  const delivery& one = *some.all.find(number);
  EXPECT_EQ(one.status, delivery_status::delivered);
  EXPECT_EQ(one.attempts, 1);
  EXPECT_EQ(one.status_code, 204);
  EXPECT_EQ(one.ended_at, start);
  EXPECT_FALSE(some.all.next_due());
}

TEST(Delivery, IsADeadLetterAfterThreeAttemptsOneAndFiveSecondsApart) {
  queue some;
  const auto number = some.add("w");
  const auto id = some.all.find(number)->id;
  some.fail(some.begin(start), start);
  EXPECT_EQ(some.all.next_due(), start + seconds(1));
  EXPECT_TRUE(some.all.begin_due(9, start + milliseconds(999)).empty());
  const auto second = start + seconds(2);
  some.fail(some.begin(second), second);
  EXPECT_EQ(some.all.next_due(), second + seconds(5)) << "counted from the end of the attempt";
  const auto third = second + seconds(5);
  some.all.concluded(some.begin(third), {{}, "no answer", milliseconds(9)}, third);
  const delivery& one = *some.all.find(number);
  EXPECT_EQ(one.status, delivery_status::dead_letter);
  EXPECT_EQ(one.attempts, 3);
  EXPECT_EQ(one.id, id) << "the same over all attempts";
  EXPECT_FALSE(one.status_code);
  EXPECT_EQ(one.error, "no answer");
  EXPECT_FALSE(some.all.next_due());
}

TEST(Delivery, TakesOnlyA2xxForASuccess) {
  for (const int status : {199, 300, 302, 404, 500}) {
    queue some;
    const auto number = some.add("w");
    some.all.concluded(some.begin(start), {status, {}, milliseconds(1)}, start);
    EXPECT_EQ(some.all.find(number)->status, delivery_status::pending) << status;
  }
}

TEST(Delivery, OfATestIsTriedOnce) {
  queue some;
  const auto number = some.add("w", start, true);
  some.fail(some.begin(start), start);
  EXPECT_EQ(some.all.find(number)->status, delivery_status::dead_letter);
}

TEST(Deliveries, PauseAsTheTimeScaleSays) {
  queue some;
  some.all = deliveries(time_scale(100));
  some.add("w");
  some.fail(some.begin(start), start);
  EXPECT_EQ(some.all.next_due(), start + milliseconds(10));
}

TEST(Deliveries, BeginInTheOrderTheyBecameDueAndNoMoreThanAsked) {
  queue some;
  const auto first = some.add("w");
  const auto second = some.add("v");
  const auto third = some.add("w", start + seconds(1));
  const auto begun = some.all.begin_due(2, start + seconds(1));
  ASSERT_EQ(begun.size(), 2U);
  EXPECT_EQ(begun[0]->number, first);
  EXPECT_EQ(begun[1]->number, second);
  EXPECT_EQ(some.begin(start + seconds(1)), third);
}

TEST(Deliveries, AreGivenUpWithTheirWebhook) {
  queue some;
  const auto waiting = some.add("w");
  const auto other = some.add("v");
  some.all.abandon("w", "off", start);
  EXPECT_EQ(some.all.find(waiting)->status, delivery_status::dead_letter);
  EXPECT_EQ(some.all.find(waiting)->error, "off");
  EXPECT_EQ(some.begin(start), other);
  // Also when an attempt is under way: how that ends does not matter any more.
  some.all.abandon("v", "off", start);
  some.succeed(other, start);
  EXPECT_EQ(some.all.find(other)->status, delivery_status::dead_letter);
}

TEST(Deliveries, KeepTheLatestThatHaveEnded) {
  queue some;
  std::vector<long long> made;
  for (std::size_t i = 0; i < limits::kept_deliveries + 3; ++i) {
    made.push_back(some.add("w"));
    some.succeed(some.begin(start), start);
  }
  some.add("w");  // what is too much goes when the next one comes
  EXPECT_EQ(some.all.find(made[0]), nullptr);
  EXPECT_EQ(some.all.find(made[1]), nullptr);
  const auto listed = some.all.of("w", 3);
  ASSERT_EQ(listed.size(), 3U);
  EXPECT_EQ(listed[1]->number, made.back()) << "newest first";
  EXPECT_TRUE(some.all.of("nobody", 3).empty());
}

TEST(Deliveries, AreBoundedForEachWebhook) {
  queue some;
  for (std::size_t i = 0; i < limits::waiting_deliveries; ++i) {
    some.add("w");
  }
  const auto refused = some.add("w");
  EXPECT_EQ(some.all.find(refused)->status, delivery_status::dead_letter);
  EXPECT_EQ(some.all.find(refused)->attempts, 0);
  EXPECT_FALSE(some.all.find(refused)->error.empty());
  EXPECT_EQ(some.all.find(some.add("v"))->status, delivery_status::pending);
}
