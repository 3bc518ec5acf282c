#include "core/http/loop_watch.hpp"

#include <gtest/gtest.h>

namespace bouts {
namespace {

using namespace std::chrono_literals;

constexpr milliseconds patience{45'000};

mono_time at(milliseconds time) {
  return mono_time(std::chrono::hours(1)) + time;
}

TEST(LoopWatch, TellsHowLateATickWasBegun) {
  loop_watch watch(at(0s));
  EXPECT_FALSE(watch.asks(at(1s))) << "the first time nothing was due";
  watch.waits(loop_doing::waiting, at(5s), at(2s));
  EXPECT_EQ(watch.asks(at(5'020ms)), 20ms);
}

TEST(LoopWatch, IsLateForTicksOnly) {
  loop_watch watch(at(0s));
  watch.waits(loop_doing::backing_off, at(5s), at(2s));
  EXPECT_FALSE(watch.asks(at(6s))) << "a back-off was never promised to be on time";
  watch.waits(loop_doing::waiting, at(9s), at(7s));
  EXPECT_FALSE(watch.asks(at(8s))) << "hurried";
}

TEST(LoopWatch, LivesWhileItWaitsOutAnOutageByTheRules) {
  loop_watch watch(at(0s));
  watch.waits(loop_doing::parked, at(60s), at(0s));
  EXPECT_TRUE(watch.is_alive(at(60s), patience));
  EXPECT_TRUE(watch.is_alive(at(60s + patience), patience));
  EXPECT_FALSE(watch.is_alive(at(61s + patience), patience)) << "its wait was over long ago";
}

TEST(LoopWatch, IsStuckWhenWhatItAskedDoesNotComeBack) {
  loop_watch watch(at(0s));
  EXPECT_FALSE(watch.is_alive(at(46s), patience)) << "it never began";
  watch.asks(at(50s));
  EXPECT_TRUE(watch.is_alive(at(95s), patience));
  EXPECT_FALSE(watch.is_alive(at(96s), patience));
}

TEST(LoopWatch, MayRestForEver) {
  loop_watch watch(at(0s));
  for (const auto why : {loop_doing::idle, loop_doing::paused}) {
    watch.rests(why, at(1s));
    EXPECT_TRUE(watch.is_alive(at(24h), patience)) << to_string(why);
    EXPECT_FALSE(watch.until());
  }
}

TEST(LoopWatch, HasDoneTheSameSinceTheFirstLook) {
  loop_watch watch(at(0s));
  watch.rests(loop_doing::idle, at(1s));
  watch.rests(loop_doing::idle, at(2s));
  EXPECT_EQ(watch.since(), at(1s));
  watch.asks(at(3s));
  EXPECT_EQ(watch.since(), at(3s));
}

}  // namespace
}  // namespace bouts
