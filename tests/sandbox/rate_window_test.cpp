#include "sandbox/rate_window.hpp"

#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using arena::sandbox::rate_table;
using arena::sandbox::rate_window;
using arena::sandbox::test::start;

TEST(RateWindow, LetsTheLimitThroughAndNoMore) {
  rate_window window(3, 60s);
  EXPECT_TRUE(window.take(start));
  EXPECT_TRUE(window.take(start + 1s));
  EXPECT_EQ(window.remaining(), 1);
  EXPECT_TRUE(window.take(start + 2s));
  EXPECT_FALSE(window.take(start + 59s));
  EXPECT_EQ(window.remaining(), 0);
}

TEST(RateWindow, StartsWithTheFirstRequestAndIsFixed) {
  rate_window window(2, 60s);
  EXPECT_TRUE(window.take(start + 30s));
  EXPECT_TRUE(window.take(start + 89s));
  EXPECT_FALSE(window.take(start + 89s + 999ms));
  // 60 s after the first request everything is free again, a second after the last one was taken or not.
  EXPECT_TRUE(window.take(start + 90s));
  EXPECT_TRUE(window.take(start + 91s));
  EXPECT_FALSE(window.take(start + 92s));
}

TEST(RateWindow, IsNotMovedOnByRefusedRequests) {
  rate_window window(1, 60s);
  EXPECT_TRUE(window.take(start));
  for (int i = 1; i < 60; ++i) {
    EXPECT_FALSE(window.take(start + i * 1s));
  }
  EXPECT_TRUE(window.take(start + 60s));
}

TEST(RateTable, KeepsCallersApart) {
  rate_table table(1, 60s);
  EXPECT_TRUE(table.of("a").take(start));
  EXPECT_TRUE(table.of("b").take(start));
  EXPECT_FALSE(table.of("a").take(start));
}
