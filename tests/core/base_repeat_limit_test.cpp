#include "core/base/repeat_limit.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bouts {
namespace {

using namespace std::chrono_literals;

mono_time at(milliseconds time) {
  return mono_time(std::chrono::hours(1)) + time;
}

constexpr repeat_bounds small{.lines = 3, .window = milliseconds(1'000), .places = 4};

TEST(RepeatLimit, HoldsBackWhatOnePlaceSaysTooOften) {
  repeat_limit limit(small);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limit.say("here", at(0ms)), 0U) << i;
  }
  EXPECT_FALSE(limit.say("here", at(1ms)));
  EXPECT_FALSE(limit.say("here", at(999ms)));
  EXPECT_EQ(limit.say("there", at(999ms)), 0U) << "another place has a window of its own";
}

TEST(RepeatLimit, TellsHowManyItHeldBackInTheNextWindow) {
  repeat_limit limit(small);
  for (int i = 0; i < 10; ++i) {
    limit.say("here", at(0ms));
  }
  EXPECT_EQ(limit.say("here", at(1'000ms)), 7U);
  EXPECT_EQ(limit.say("here", at(1'001ms)), 0U);
}

TEST(RepeatLimit, NeverSaysMoreThanItsBoundInAWindowHoweverLongItGoesOn) {
  repeat_limit limit(small);
  int said = 0;
  for (int time = 0; time < 10'000; ++time) {
    said += limit.say("here", at(milliseconds(time))).has_value() ? 1 : 0;
  }
  EXPECT_EQ(said, 10 * 3);
}

TEST(RepeatLimit, KnowsABoundedNumberOfPlaces) {
  repeat_limit limit(small);
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(limit.say(std::to_string(i), at(0ms)), 0U);
  }
  for (int i = 0; i < 4; ++i) {
    limit.say("busy", at(1ms));
  }
  EXPECT_FALSE(limit.say("busy", at(2ms)));
}

}  // namespace
}  // namespace bouts
