#include "sandbox/arena_time.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using arena::sandbox::milliseconds;
using arena::sandbox::time_scale;

TEST(TimeScale, LeavesDurationsAloneByDefault) {
  EXPECT_EQ(time_scale().real(60s), 60s);
}

TEST(TimeScale, DividesDurations) {
  EXPECT_EQ(time_scale(60).real(60min), 60s);
  EXPECT_EQ(time_scale(0.5).real(10s), 20s);
  EXPECT_EQ(time_scale(60).real(-60s), -1s);
}

TEST(TimeScale, NeverMakesADurationVanish) {
  EXPECT_EQ(time_scale(100'000).real(1ms), 1ms);
  EXPECT_EQ(time_scale(100'000).real(-1ms), -1ms);
  EXPECT_EQ(time_scale(100'000).real(0ms), 0ms);
}

TEST(TimeScale, RoundsRetryAfterUpToWholeSeconds) {
  EXPECT_EQ(time_scale().retry_after(60s), "60");
  EXPECT_EQ(time_scale(50).retry_after(60s), "2");
  EXPECT_EQ(time_scale(1000).retry_after(60s), "1");
}

TEST(ArenaTime, WritesMicrosecondsWithAnOffset) {
  const auto time = bouts::parse_iso8601("2026-03-22T10:00:00.123Z").value();
  const auto text = arena::sandbox::format_with_microseconds(time);
  EXPECT_EQ(text, "2026-03-22T10:00:00.123000+00:00");
  EXPECT_EQ(bouts::parse_iso8601(text), time);
}
