#include "core/relay/window_limiter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <random>
#include <vector>

namespace {

using namespace arena;
using namespace std::chrono_literals;

const mono_time start = mono_time{} + 1h;

// A request that takes no time.
void request(window_limiter& limiter, mono_time at) {
  limiter.began();
  limiter.ended(at);
}

TEST(WindowLimiter, LetsAFullWindowThroughAtOnce) {
  window_limiter limiter(30, 60s);
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(limiter.earliest(0, start), start);
    request(limiter, start);
  }
  EXPECT_GT(limiter.earliest(0, start), start + 60s);
}

TEST(WindowLimiter, ForgetsNothingWhenItsLimitsChange) {
  window_limiter limiter(30, 60s);
  for (int i = 0; i < 30; ++i) {
    request(limiter, start);
  }
  limiter.change(5, 60s);
  request(limiter, start + 1s);  // says the caller
  EXPECT_GT(limiter.earliest(0, start + 2s), start + 60s);
  limiter.change(30, 60s);
  EXPECT_GT(limiter.earliest(0, start + 2s), start + 60s);
  limiter.change(30, 120s);
  EXPECT_GT(limiter.earliest(0, start + 2s), start + 120s);
}

TEST(WindowLimiter, CountsFromTheEndOfTheRequestThatManyPlacesBefore) {
  window_limiter limiter(2, 60s);
  limiter.began();
  limiter.ended(start + 5s);  // took five seconds
  request(limiter, start + 7s);
  EXPECT_EQ(limiter.earliest(0, start + 7s), start + 5s + limiter.window());
  request(limiter, start + 70s);
  EXPECT_EQ(limiter.earliest(0, start + 70s), start + 70s);  // the one at 7 s is out of the window
  EXPECT_EQ(limiter.earliest(1, start + 70s), start + 70s + limiter.window());
}

TEST(WindowLimiter, KeepsPlacesFree) {
  struct row {
    int made;  // a second apart, from `start`
    int keep_free;
    milliseconds earliest;  // after `start`; asked at 30 s. 0: at once
  };
  const milliseconds window = window_limiter(30, 60s).window();
  const row table[] = {
      {0, 0, 0ms},      {0, 29, 0ms},          {1, 29, window},      {19, 10, 0ms},
      {20, 10, window}, {25, 10, window + 5s}, {27, 2, 0ms},         {28, 2, window},
      {29, 0, 0ms},     {30, 0, window},       {30, 2, window + 2s}, {30, 10, window + 10s},
  };
  for (const row& one : table) {
    window_limiter limiter(30, 60s);
    for (int i = 0; i < one.made; ++i) {
      request(limiter, start + i * 1s);
    }
    const auto expected = one.earliest == 0ms ? start + 30s : start + one.earliest;
    EXPECT_EQ(limiter.earliest(one.keep_free, start + 30s), expected)
        << one.made << " made, " << one.keep_free << " kept free";
  }
}

TEST(WindowLimiter, NeverGoesBackBeforeNow) {
  window_limiter limiter(1, 1s);
  request(limiter, start);
  EXPECT_EQ(limiter.earliest(0, start + 1h), start + 1h);
}

TEST(WindowLimiter, CountsWhatIsUsed) {
  window_limiter limiter(3, 60s);
  EXPECT_EQ(limiter.used(start), 0);
  limiter.began();
  EXPECT_EQ(limiter.used(start), 1);
  limiter.ended(start + 1s);
  EXPECT_EQ(limiter.used(start + 1s), 1);
  request(limiter, start + 30s);
  request(limiter, start + 40s);
  EXPECT_EQ(limiter.used(start + 41s), 3);
  EXPECT_EQ(limiter.used(start + 1s + limiter.window()), 2);
  EXPECT_EQ(limiter.used(start + 1h), 0);
}

TEST(WindowLimiter, WaitsALittleLongerThanTheWindow) {
  EXPECT_EQ(window_limiter(30, 60s).window(), 60'060ms);
  EXPECT_EQ(window_limiter(30, 100ms).window(), 101ms);  // at least a millisecond
}

// What the far side counted, and by what rule.
struct far_side {
  int limit;
  milliseconds window;
  std::vector<mono_time> arrivals{};

  int most_in_any_sliding_window() const {
    std::size_t most = 0;
    std::size_t first = 0;
    for (std::size_t last = 0; last < arrivals.size(); ++last) {
      while (arrivals[last] - arrivals[first] > window) {
        ++first;
      }
      most = std::max(most, last - first + 1);
    }
    return static_cast<int>(most);
  }

  // Windows that follow one another without a gap, the first of them `phase` after `start`.
  int most_in_fixed_windows(milliseconds phase) const {
    int most = 0;
    int count = 0;
    mono_time::rep current = -1;
    for (const auto arrival : arrivals) {
      const auto number = (arrival - start - phase + 1000 * window) / mono_time::duration(window);
      count = number == current ? count + 1 : 1;
      current = number;
      most = std::max(most, count);
    }
    return most;
  }

  // A window begins with the first request after the last one's end (API.md, events/stream).
  int most_in_windows_begun_by_requests() const {
    int most = 0;
    int count = 0;
    mono_time began = mono_time::min();
    for (const auto arrival : arrivals) {
      if (began == mono_time::min() || arrival >= began + window) {
        began = arrival;
        count = 0;
      }
      most = std::max(most, ++count);
    }
    return most;
  }
};

struct traffic {
  int limit;
  milliseconds window;
  milliseconds longest_trip;
  milliseconds longest_pause;

  friend void PrintTo(const traffic& one, std::ostream* out) {
    *out << one.limit << " in " << one.window.count() << " ms, trips up to " << one.longest_trip.count()
         << " ms";
  }
};

class RandomTraffic : public testing::TestWithParam<traffic> {};

// Wherever between its begin and its end a request is counted, no window ever holds more than the limit.
TEST_P(RandomTraffic, IsNeverMoreThanTheLimitAsTheFarSideCounts) {
  const auto& [limit, window, longest_trip, longest_pause] = GetParam();
  std::mt19937 random(static_cast<unsigned>(limit * 7919 + window.count()));
  const auto up_to = [&random](milliseconds most) {
    return std::uniform_int_distribution<milliseconds::rep>(0, most.count())(random) * 1ms;
  };
  for (int round = 0; round < 20; ++round) {
    window_limiter limiter(limit, window);
    far_side server{limit, window};
    mono_time now = start;
    for (int i = 0; i < 400; ++i) {
      const int keep_free = i % 3 == 0 ? static_cast<int>(random() % static_cast<unsigned>(limit)) : 0;
      now = limiter.earliest(keep_free, now);
      const mono_time began = now;
      limiter.began();
      now += random() % 10 == 0 ? up_to(longest_trip) : up_to(longest_trip / 50);
      limiter.ended(now);
      // The rounds differ in where the delay is: on the way there, on the way back, anywhere.
      const auto trip = std::chrono::duration_cast<milliseconds>(now - began);
      const auto there = round % 4 == 0 ? 0ms : round % 4 == 1 ? trip : up_to(trip);
      server.arrivals.push_back(began + there);
      now += random() % 20 == 0 ? up_to(longest_pause) : 0ms;
    }
    ASSERT_LE(server.most_in_any_sliding_window(), limit);
    ASSERT_LE(server.most_in_windows_begun_by_requests(), limit);
    for (milliseconds phase = 0ms; phase < window; phase += window / 37) {
      ASSERT_LE(server.most_in_fixed_windows(phase), limit) << "phase " << phase.count();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(WindowLimiter, RandomTraffic,
                         testing::Values(traffic{30, 60s, 2s, 90s}, traffic{30, 60s, 20s, 10s},
                                         traffic{30, 60s, 1ms, 1s}, traffic{28, 60s, 300ms, 5s},
                                         traffic{1, 60s, 5s, 70s}, traffic{2, 1s, 3s, 2s},
                                         traffic{5, 60s, 70s, 1s}, traffic{30, 200ms, 50ms, 100ms}));

// Two clocks: the far side's runs slower than ours by 500 ppm, more than any quartz does.
TEST(WindowLimiter, HoldsAgainstASlowerClock) {
  window_limiter limiter(30, 60s);
  far_side server{30, 60s};
  mono_time now = start;
  for (int i = 0; i < 300; ++i) {
    now = limiter.earliest(0, now);
    request(limiter, now);
    server.arrivals.push_back(start + (now - start) * 9995 / 10000);
  }
  EXPECT_LE(server.most_in_any_sliding_window(), 30);
}

// A limiter that only ever waits would pass the tests above: in the long run the whole limit is used.
TEST(WindowLimiter, UsesAllOfTheLimit) {
  window_limiter limiter(30, 60s);
  mono_time now = start;
  int made = 0;
  while (now < start + 1h) {
    now = limiter.earliest(0, now);
    limiter.began();
    now += 100ms;
    limiter.ended(now);
    ++made;
  }
  EXPECT_GE(made, 59 * 30);
}

}  // namespace
