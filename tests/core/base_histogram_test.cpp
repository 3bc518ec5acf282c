#include "core/base/histogram.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace bouts {
namespace {

using namespace std::chrono_literals;

TEST(DurationHistogram, CountsEachTimeInTheClassThatEndsAtOrAboveIt) {
  duration_histogram times;
  times.add(1ms);     // the end of the first class
  times.add(1001us);  // just beyond it
  times.add(30s);     // the end of the last but one
  times.add(31s);
  times.add(-5s);  // a clock that was set back
  const auto& counts = times.counts();
  EXPECT_EQ(counts[0], 2U);
  EXPECT_EQ(counts[1], 1U);
  EXPECT_EQ(counts[counts.size() - 2], 1U);
  EXPECT_EQ(counts.back(), 1U);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), times.count());
}

TEST(DurationHistogram, KnowsSumAndLongest) {
  duration_histogram times;
  times.add(500ms);
  times.add(2s);
  EXPECT_DOUBLE_EQ(times.sum(), 2.5);
  EXPECT_DOUBLE_EQ(times.longest(), 2.0);
  EXPECT_EQ(times.count(), 2U);
}

}  // namespace
}  // namespace bouts
