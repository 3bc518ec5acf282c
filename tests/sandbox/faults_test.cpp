#include "sandbox/faults.hpp"

#include "sandbox/limits.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

fault fault_for(std::string path, int count) {
  fault made;
  made.path = std::move(path);
  made.remaining = count;
  return made;
}

}  // namespace

TEST(Faults, HitTheNextMatchingRequestsOnly) {
  faults some;
  some.add(fault_for("/api/v1/events", 2));
  EXPECT_FALSE(some.take("GET", "/api/v1/challenges", ""));
  EXPECT_TRUE(some.take("POST", "/api/v1/events/stream", ""));
  EXPECT_TRUE(some.take("POST", "/api/v1/events/stream", ""));
  EXPECT_FALSE(some.take("POST", "/api/v1/events/stream", ""));
  EXPECT_EQ(some.waiting(), 0U);
}

TEST(Faults, ComeInTheOrderTheyWereAsked) {
  faults some;
  fault first = fault_for("", 1);
  first.status = 500;
  fault second = fault_for("", 1);
  second.status = 503;
  some.add(first);
  some.add(second);
  EXPECT_EQ(some.take("GET", "/a", "")->status, 500);
  EXPECT_EQ(some.take("GET", "/a", "")->status, 503);
}

TEST(Faults, MayBeForOneMethod) {
  faults some;
  fault one = fault_for("/a", 1);
  one.method = "POST";
  some.add(one);
  EXPECT_FALSE(some.take("GET", "/a", ""));
  EXPECT_TRUE(some.take("POST", "/a", ""));
}

TEST(Faults, AreBounded) {
  faults some;
  for (std::size_t i = 0; i < limits::max_faults; ++i) {
    EXPECT_TRUE(some.add(fault_for("/", 1)));
  }
  EXPECT_FALSE(some.add(fault_for("/", 1)));
  some.clear();
  EXPECT_EQ(some.waiting(), 0U);
}

TEST(Outage, LastsUntilItsEnd) {
  faults some;
  EXPECT_FALSE(some.is_out(start));
  some.begin_outage(start + seconds(5));
  EXPECT_TRUE(some.is_out(start + seconds(5) - milliseconds(1)));
  EXPECT_FALSE(some.is_out(start + seconds(5)));
  some.begin_outage(std::nullopt);
  EXPECT_TRUE(some.is_out(start + hours(1000)));
  some.end_outage();
  EXPECT_FALSE(some.is_out(start));
}
