#include "core/http/streak.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using edge = streak_note::edge;

const mono_time start = mono_time{} + 1h;

error failure(errc kind, std::string message) {
  error made;
  made.kind = kind;
  made.message = std::move(message);
  return made;
}

TEST(Streak, IsSilentWhileAllIsWell) {
  streak pings;
  EXPECT_FALSE(pings.succeeded(start));
  EXPECT_FALSE(pings.succeeded(start + 30s));
  EXPECT_FALSE(pings.failing());
}

TEST(Streak, SpeaksAtTheFirstFailureAndAtTheFirstSuccessAfterIt) {
  streak pings;
  const auto began = pings.failed(failure(errc::network, "no route"), start);
  ASSERT_TRUE(began);
  EXPECT_EQ(began->what, edge::began);
  EXPECT_EQ(began->kind, errc::network);
  EXPECT_EQ(began->reason, "no route");
  EXPECT_EQ(began->failures, 1);
  EXPECT_EQ(began->lasted, 0ms);

  for (int i = 1; i < 100; ++i) {
    EXPECT_FALSE(pings.failed(failure(errc::network, "no route"), start + i * 1s));
  }
  EXPECT_EQ(pings.failures(), 100);

  const auto ended = pings.succeeded(start + 100s);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->what, edge::ended);
  EXPECT_EQ(ended->failures, 100);
  EXPECT_EQ(ended->lasted, 100s);
  EXPECT_FALSE(pings.failing());
  EXPECT_FALSE(pings.succeeded(start + 101s));
}

TEST(Streak, SpeaksWhenTheReasonChanges) {
  streak polls;
  ASSERT_TRUE(polls.failed(failure(errc::network, "no route"), start));
  const auto changed = polls.failed(failure(errc::server, "bad gateway"), start + 5s);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->what, edge::changed);
  EXPECT_EQ(changed->kind, errc::server);
  EXPECT_EQ(changed->failures, 2);
  EXPECT_EQ(changed->lasted, 5s);
  EXPECT_FALSE(polls.failed(failure(errc::server, "bad gateway"), start + 10s));
}

TEST(Streak, StartsAnewAfterASuccess) {
  streak polls;
  ASSERT_TRUE(polls.failed(failure(errc::network, "no route"), start));
  ASSERT_TRUE(polls.succeeded(start + 5s));
  const auto again = polls.failed(failure(errc::network, "no route"), start + 10s);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->what, edge::began);
  EXPECT_EQ(again->failures, 1);
  EXPECT_EQ(again->lasted, 0ms);
}

TEST(Streak, TakesCancellationForNoFailure) {
  streak polls;
  EXPECT_FALSE(polls.failed(failure(errc::cancelled, "stopped"), start));
  EXPECT_FALSE(polls.failing());
}

}  // namespace
