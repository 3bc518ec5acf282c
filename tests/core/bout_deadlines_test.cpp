#include "core/bout/deadlines.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace {

using namespace arena;
using namespace std::chrono_literals;
using bouts::milliseconds;

const bouts::wall_time noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + 12h;

TEST(Deadlines, AreTheEarliestOfExpiryEndAndCap) {
  struct row {
    const char* what;
    std::optional<milliseconds> expires;  // after now
    std::optional<milliseconds> ends;
    milliseconds cap;
    milliseconds agent_until;
    milliseconds grace;
    milliseconds submit_by;
  };
  const row table[] = {
      {"an hour's session", 1h, 2h, 0ms, 1h - 20s, 10s, 2h},
      {"the end before the expiry", 1h, 30min, 0ms, 30min - 20s, 10s, 1h},
      {"only an expiry", 1h, {}, 0ms, 1h - 20s, 10s, 1h},
      {"only an end", {}, 1h, 0ms, 1h - 20s, 10s, 1h},
      {"neither: a day", {}, {}, 0ms, 24h - 20s, 10s, 24h},
      {"further than a day away", 48h, 48h, 0ms, 48h - 20s, 10s, 48h},
      {"the owner's cap, which needs no margin", 1h, 2h, 5min, 5min, 10s, 2h},
      {"a cap within the margin", 1h, 1h, 1h - 5s, 1h - 20s, 10s, 1h},
      {"a cap longer than the time", 1h, 1h, 3h, 1h - 20s, 10s, 1h},
      {"short: a tenth is kept", 100s, 1h, 0ms, 90s, 5s, 1h},
      {"very short", 1s, 1h, 0ms, 900ms, 50ms, 1h},
      {"no time at all", 0ms, 1h, 0ms, 0ms, 0ms, 1h},
      {"over already", -5s, 1h, 0ms, -5s, 0ms, 1h},
  };
  for (const row& one : table) {
    time_bounds bounds{.cap = one.cap};
    bounds.expires_at = one.expires ? std::optional(noon + *one.expires) : std::nullopt;
    bounds.ends_at = one.ends ? std::optional(noon + *one.ends) : std::nullopt;
    const auto times = reckon_times(bounds, noon);
    EXPECT_EQ(times.agent_until - noon, one.agent_until) << one.what;
    EXPECT_EQ(times.grace, one.grace) << one.what;
    EXPECT_EQ(times.submit_by - noon, one.submit_by) << one.what;
  }
}

TEST(Deadlines, FollowTheOwnersMarginAndGrace) {
  const time_bounds bounds{.expires_at = noon + 1h, .ends_at = noon + 1h, .margin = 60s, .grace = 40s};
  const auto times = reckon_times(bounds, noon);
  EXPECT_EQ(times.agent_until, noon + 59min);
  EXPECT_EQ(times.grace, 30s);  // half of what is left belongs to handing in
}

// Whatever the bounds: the agent is stopped and killed before anything closes, and there is time to hand in.
TEST(Deadlines, LeaveTimeForHandingIn) {
  std::mt19937 random(1);
  const auto up_to = [&](milliseconds most) {
    return std::uniform_int_distribution<milliseconds::rep>(0, most.count())(random) * 1ms;
  };
  for (int i = 0; i < 20'000; ++i) {
    time_bounds bounds{.cap = i % 2 == 0 ? 0ms : up_to(2h), .margin = up_to(2min), .grace = up_to(1min)};
    if (i % 3 != 0) {
      bounds.expires_at = noon + up_to(3h);
    }
    if (i % 5 != 0) {
      bounds.ends_at = noon + up_to(3h);
    }
    const auto times = reckon_times(bounds, noon);
    const auto closes = std::min(bounds.expires_at.value_or(noon + 24h), bounds.ends_at.value_or(noon + 24h));
    ASSERT_GE(times.agent_until, noon);
    ASSERT_GE(times.grace, 0ms);
    ASSERT_LE(times.grace, bounds.grace);
    ASSERT_LE(times.agent_until + 2 * times.grace, closes);
    ASSERT_GE(times.submit_by, closes);
    ASSERT_GE(times.agent_until - noon,
              std::min<milliseconds>((closes - noon) * 9 / 10, bounds.cap > 0ms ? bounds.cap : 24h));
  }
}

}  // namespace
