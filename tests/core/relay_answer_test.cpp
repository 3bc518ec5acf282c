// What the arena's answer to an event does to the event, its stream and the pace.

#include "tests/core/relay_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

struct expectation {
  const char* name;
  event_answer answer;
  std::uint64_t sent;
  std::string dropped;       // why, or empty: it waits again
  milliseconds others_held;  // how long nothing at all is sent
  milliseconds own_held;     // how long nothing of this stream is

  friend void PrintTo(const expectation& one, std::ostream* out) { *out << one.name; }
};

class EveryAnswer : public testing::TestWithParam<expectation> {};

// An event of stream a is answered so; then b has one to send.
TEST_P(EveryAnswer, DecidesAboutTheEventAndThePace) {
  const auto& expected = GetParam();
  hand_driven relay;
  relay.box.open(entry("b"), challenge("challenge-b"), std::nullopt);
  relay.push(event(event_type::tool_call, "mine"));
  ASSERT_EQ(relay.answer(expected.answer), "mine");
  EXPECT_EQ(relay.account().sent, expected.sent);
  const bool waits = expected.sent == 0 && expected.dropped.empty();
  EXPECT_EQ(relay.box.waiting(relay.a), waits ? 1U : 0U);
  EXPECT_EQ(relay.box.is_done(relay.a), !waits);
  if (!expected.dropped.empty()) {
    EXPECT_EQ(relay.account().dropped,
              (std::map<std::string, std::uint64_t, std::less<>>{{expected.dropped, 1}}));
  }
  const auto answered = relay.now;
  if (waits) {
    const auto wake = relay.box.next(answered).wake;
    ASSERT_TRUE(wake);
    EXPECT_EQ(*wake - answered, std::min<milliseconds>(expected.own_held, 60s));  // or it becomes stale
  }
  if (expected.others_held > 0ms) {
    relay.now = answered + expected.others_held - 1ms;
  }
  relay.box.push(entry("b"), event(event_type::error_hit, "other"), relay.now);
  if (expected.others_held > 0ms) {
    EXPECT_EQ(relay.deliver(), "");
    relay.now += 1ms;
  }
  EXPECT_EQ(relay.deliver(), "other");
}

INSTANTIATE_TEST_SUITE_P(
    Answers, EveryAnswer,
    testing::Values(expectation{"delivered", event_answer::delivered, 1, "", 0ms, 0ms},
                    expectation{"refused", event_answer::refused, 0, "refused", 0ms, 0ms},
                    expectation{"stream_over", event_answer::stream_over, 0, "not taken any more", 0ms, 0ms},
                    expectation{"not_yet", event_answer::not_yet, 0, "", 0ms, 5s},
                    expectation{"parked", event_answer::parked, 0, "", 60s, 60s},
                    expectation{"throttled", event_answer::throttled, 0, "", 60'060ms, 60'060ms},
                    expectation{"server_failed", event_answer::server_failed, 0, "", 500ms, 500ms},
                    expectation{"lost", event_answer::lost, 0, "", 500ms, 500ms}));

TEST(Throttled, HoldsTheWindowForRetryAfterWithinReason) {
  struct row {
    std::optional<milliseconds> retry_after;
    milliseconds held;
  };
  const row table[] = {
      {std::nullopt, 60'060ms},
      {7s, 7s},
      {60s, 60s},
      {0s, 500ms},  // never a burst of refused requests
      {-5s, 500ms},
      {300s, 300s},
      {24h, 300s},  // nobody is believed for a day
  };
  for (const row& one : table) {
    hand_driven relay;
    relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
    ASSERT_EQ(relay.answer(event_answer::throttled, one.retry_after), "started");
    EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + one.held);
    relay.now += one.held;
    EXPECT_EQ(relay.deliver(), "started");
  }
}

TEST(Failing, BacksOffLongerAndLongerUpToHalfAWindow) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  for (const milliseconds held :
       {500ms, 1000ms, 2000ms, 4000ms, 8000ms, 16'000ms, 30'000ms, 30'000ms, 30'000ms}) {
    ASSERT_EQ(relay.answer(event_answer::lost), "started");
    ASSERT_EQ(relay.box.next(relay.now).wake, relay.now + held);
    relay.now += held;
  }
  ASSERT_EQ(relay.deliver(), "started");  // any answer ends the streak
  relay.box.announce(relay.a, event(event_type::timed_out, "again"), relay.now);
  ASSERT_EQ(relay.answer(event_answer::lost), "again");
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 500ms);
}

TEST(Failing, ALostEventIsSentAgainHoweverOften) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(relay.answer(event_answer::lost), "started");
    relay.now += 30s;
  }
  EXPECT_EQ(relay.deliver(), "started");
  EXPECT_EQ(relay.account().sent, 1U);
  EXPECT_EQ(relay.account().longest_lag, 3000s);
}

TEST(Failing, AnEventThatTheServerNeverManagesIsGivenUp) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "poison"), relay.now);
  relay.box.announce(relay.a, event(event_type::timed_out, "sound"), relay.now);
  for (int i = 0; i < max_server_failures; ++i) {
    ASSERT_EQ(relay.answer(event_answer::server_failed), "poison");
    relay.now += 30s;
  }
  EXPECT_EQ(relay.account().dropped.at("failing"), 1U);
  EXPECT_EQ(relay.deliver(), "sound");
}

TEST(NotYet, HoldsOnlyItsStream) {
  hand_driven relay;
  relay.box.open(entry("b"), challenge("challenge-b"), std::nullopt);
  relay.push(event(event_type::error_hit, "early"));
  relay.box.push(entry("b"), event(event_type::tool_call, "b"), relay.now);
  ASSERT_EQ(relay.answer(event_answer::not_yet), "early");
  EXPECT_EQ(relay.deliver(), "b");
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 5s);
  relay.now += 5s;
  EXPECT_EQ(relay.deliver(), "early");
}

TEST(StreamOver, EndsItsStreamAndNoOther) {
  hand_driven relay;
  relay.box.open(entry("b"), challenge("challenge-b"), std::nullopt);
  relay.push(event(event_type::error_hit, "refused"));
  relay.push(event(event_type::tool_call, "waits"));
  relay.box.push(entry("b"), event(event_type::tool_call, "b"), relay.now);
  ASSERT_EQ(relay.answer(event_answer::stream_over), "refused");
  relay.push(event(event_type::tool_call, "later"));
  relay.box.announce(relay.a, event(event_type::timed_out, "time"), relay.now);
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_THAT(relay.deliver_until(relay.now + 20s), ElementsAre("b"));
  EXPECT_TRUE(relay.box.is_done(relay.a));
  EXPECT_EQ(relay.account().dropped.at("not taken any more"), 2U);
  EXPECT_EQ(relay.account().dropped.at("too late"), 3U);
}

TEST(GivenUpMeanwhile, AnEventThatComesBackToAnEndedStreamIsDropped) {
  hand_driven relay;
  relay.box.close(relay.a);
  relay.box.open(relay.a, challenge("challenge-a"), relay.now + 1s);
  relay.push(event(event_type::tool_call, "tool"));
  ASSERT_EQ(relay.send(), "tool");
  relay.now += 5s;
  relay.box.answered(event_answer::lost, std::nullopt, relay.now);
  EXPECT_THAT(relay.deliver_until(relay.now + 20s), IsEmpty());
  EXPECT_EQ(relay.account().dropped_total(), 1U);
  EXPECT_TRUE(relay.box.is_done(relay.a));
}

TEST(EveryRefusal, CostsAPlaceOfTheWindow) {
  hand_driven relay({.limit = 3});
  for (int i = 0; i < 3; ++i) {
    relay.announce_elsewhere(std::to_string(i));
    ASSERT_EQ(relay.answer(event_answer::refused), std::to_string(i));
  }
  relay.box.announce(relay.a, event(event_type::started, "waits"), relay.now);
  EXPECT_EQ(relay.deliver(), "");
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 60'060ms);
}

}  // namespace
