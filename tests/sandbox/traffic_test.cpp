#include "sandbox/traffic.hpp"

#include "sandbox/limits.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

request_record event_at(wall_time when, std::optional<int> agent = 0) {
  request_record made;
  made.received_at = when;
  made.endpoint = "POST /events";
  made.agent = agent;
  return made;
}

}  // namespace

TEST(Traffic, FindsTheBusiestSlidingWindow) {
  traffic seen(1, seconds(60));
  for (const int second : {0, 10, 59, 60, 61, 200}) {
    seen.arrived(event_at(start + seconds(second)), true);
  }
  // 10, 59, 60 and 61 lie within 60 s; 0 and 60 do not.
  EXPECT_EQ(seen.of(0).most_events_in_window, 4U);
  EXPECT_EQ(seen.of(0).event_requests, 6);
}

TEST(Traffic, CountsByEndpointAndStatus) {
  traffic seen(1, seconds(60));
  seen.ended(seen.arrived(event_at(start), true), 200);
  seen.ended(seen.arrived(event_at(start), true), 429);
  seen.ended(seen.arrived(event_at(start), true), 429);
  seen.ended(seen.arrived(event_at(start), true), 0);
  const auto& counts = seen.counts().at("POST /events");
  EXPECT_EQ(counts.at(200), 1);
  EXPECT_EQ(counts.at(429), 2);
  EXPECT_EQ(counts.at(0), 1);
  EXPECT_EQ(seen.of(0).rate_limited, 2);
}

TEST(Traffic, KeepsTheLastRequestsOnly) {
  traffic seen(1, seconds(60));
  const auto first = seen.arrived(event_at(start), false);
  for (std::size_t i = 0; i < limits::kept_requests; ++i) {
    seen.arrived(event_at(start), false);
  }
  EXPECT_EQ(seen.records().size(), limits::kept_requests);
  seen.ended(first, 200);  // no longer there: nothing happens
  EXPECT_FALSE(seen.records().front().ended);
}

TEST(Traffic, KeepsBodiesWithinABound) {
  traffic seen(1, seconds(60));
  for (int i = 0; i < 20; ++i) {
    request_record big = event_at(start);
    big.body = std::string(4'000'000, 'x');
    seen.arrived(std::move(big), false);
  }
  EXPECT_EQ(seen.records().size(), 16U);
}

TEST(Traffic, CountsStrangersForNobody) {
  traffic seen(1, seconds(60));
  seen.ended(seen.arrived(event_at(start, std::nullopt), true), 401);
  EXPECT_EQ(seen.of(0).event_requests, 0);
  EXPECT_EQ(seen.records().size(), 1U);
}
