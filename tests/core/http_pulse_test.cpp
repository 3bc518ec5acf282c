#include "core/http/pulse.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

const mono_time start = mono_time{} + 1h;

TEST(Pulse, IsFirstDueAtItsFirstTick) {
  const pulse ping(30s, start);
  EXPECT_EQ(ping.due(), start);
}

TEST(Pulse, KeepsItsTicksHoweverLongRequestsTake) {
  pulse ping(30s, start);
  for (int k = 1; k <= 1000; ++k) {
    ping.succeeded(ping.due() + 700ms);
    ASSERT_EQ(ping.due(), start + k * 30s);
  }
}

TEST(Pulse, TicksByAnotherIntervalFromTheNextTickOn) {
  pulse ping(30s, start);
  ping.succeeded(start);
  ping.change(60s, start + 10s);
  EXPECT_EQ(ping.due(), start + 30s);
  ping.succeeded(start + 30s);
  EXPECT_EQ(ping.due(), start + 90s);
  ping.change(5s, start + 40s);  // a shorter one does not wait for the old tick
  EXPECT_EQ(ping.due(), start + 45s);
  ping.succeeded(start + 46s);
  EXPECT_EQ(ping.due(), start + 50s);
}

TEST(Pulse, ObeysARetryAfterWhenItsIntervalChanges) {
  pulse poll(5s, start);
  poll.failed(start, 60s);
  poll.change(1s, start + 1s);
  EXPECT_GE(poll.due(), start + 60s);
}

TEST(Pulse, IsDueStrictlyAfterASuccess) {
  pulse ping(30s, start);
  ping.succeeded(start);  // answered within the clock's grain
  EXPECT_EQ(ping.due(), start + 30s);
  ping.succeeded(start + 30s);
  EXPECT_EQ(ping.due(), start + 60s);
}

TEST(Pulse, SkipsMissedTicksInsteadOfMakingUpForThem) {
  pulse poll(5s, start);
  poll.succeeded(start + 61s);
  EXPECT_EQ(poll.due(), start + 65s);
  poll.succeeded(start + 66s);
  EXPECT_EQ(poll.due(), start + 70s);
}

TEST(Pulse, KeepsTheTickAfterAFailure) {
  struct row {
    milliseconds answered;
    milliseconds not_before;
    milliseconds due;
  };
  const row table[] = {
      {200ms, 0ms, 5s},      // back-off shorter than the tick
      {200ms, 3s, 5s},       //
      {200ms, 4800ms, 5s},   // exactly up to the tick
      {200ms, 4801ms, 10s},  // one longer: the tick after
      {200ms, 60s, 65s},     // Retry-After: 60
      {12s, 1s, 15s},        // a request that took long
      {5s, 0ms, 10s},        // answered at a tick
      {200ms, -7s, 5s},      // a negative wait is none
  };
  for (const row& one : table) {
    pulse poll(5s, start);
    poll.failed(start + one.answered, one.not_before);
    EXPECT_EQ(poll.due(), start + one.due) << one.answered.count() << " + " << one.not_before.count();
  }
}

TEST(Pulse, IsDueAtOnceWithoutMovingItsTicks) {
  pulse poll(5s, start);
  poll.succeeded(start + 100ms);
  poll.at_once(start + 1s);
  EXPECT_EQ(poll.due(), start + 1s);
  poll.succeeded(start + 1200ms);
  EXPECT_EQ(poll.due(), start + 5s);
}

TEST(Pulse, IsNotPutOffByAtOnce) {
  pulse poll(5s, start);
  poll.at_once(start + 7s);  // due since `start`, and still not asked
  EXPECT_EQ(poll.due(), start);
}

TEST(Pulse, HoldsBackAtOnceAfterAFailure) {
  pulse poll(5s, start);
  poll.failed(start + 200ms, 60s);
  poll.at_once(start + 10s);
  EXPECT_EQ(poll.due(), start + 60s + 200ms);
  poll.succeeded(start + 61s);
  poll.at_once(start + 62s);  // a success lifts the hold
  EXPECT_EQ(poll.due(), start + 62s);
}

TEST(Pulse, WaitsForAFirstTickThatIsStillToCome) {
  pulse poll(5s, start + 3s);
  poll.at_once(start);
  EXPECT_EQ(poll.due(), start);
  poll.succeeded(start + 1s);
  EXPECT_EQ(poll.due(), start + 3s);
}

// Any history of answers: the next due time is a tick, is in the future, and never further than one interval
// behind what held it back.
TEST(Pulse, StaysOnItsTicksThroughAnyHistory) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> some_ms(0, 90'000);
  for (const milliseconds interval : {200ms, 5000ms, 30'000ms}) {
    pulse poll(interval, start);
    mono_time now = start;
    for (int i = 0; i < 10'000; ++i) {
      now = std::max(now, poll.due()) + milliseconds(some_ms(random) % 20'000);
      const milliseconds held = i % 3 == 0 ? milliseconds(some_ms(random)) : 0ms;
      if (i % 3 == 0) {
        poll.failed(now, held);
      } else {
        poll.succeeded(now);
      }
      ASSERT_EQ((poll.due() - start) % interval, mono_time::duration(0));
      ASSERT_GT(poll.due(), now);
      ASSERT_GE(poll.due(), now + held);
      ASSERT_LE(poll.due(), now + held + interval);
    }
  }
}

}  // namespace
