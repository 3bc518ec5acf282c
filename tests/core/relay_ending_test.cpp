// How a stream ends: wound up, at its challenge's end, or closed while something is on its way.

#include "tests/core/relay_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(WindingUp, SendsEverythingBeforeTheLastEvent) {
  hand_driven relay;
  relay.push(event(event_type::thinking, "thought"));
  relay.push(event(event_type::tool_call, "tool"));
  relay.push(event(event_type::progress, "99%"));
  relay.push(event(event_type::error_hit, "error"));
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  // No spacing any more, and the last progress goes before the actions.
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("99%", "error", "tool", "thought", "submitted"));
  EXPECT_TRUE(relay.box.is_done(relay.a));
}

TEST(WindingUp, WaitsForAnEventThatIsOnItsWay) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "tool"));
  ASSERT_EQ(relay.send(), "tool");
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_EQ(relay.send(), "");
  relay.box.answered(event_answer::lost, std::nullopt, relay.now);
  EXPECT_THAT(relay.deliver_until(relay.now + 2s), ElementsAre("tool", "submitted"));
}

TEST(WindingUp, DropsTheRestWhenTheTimeToFlushIsOver) {
  hand_driven relay;
  for (int i = 0; i < 40; ++i) {
    relay.push(event(event_type::tool_call, "n" + std::to_string(i)));
  }
  relay.box.announce(relay.a, event(event_type::timed_out, "time"), relay.now);
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  auto sent = relay.deliver_ready();
  EXPECT_EQ(sent.size(), 28U);
  EXPECT_EQ(sent.front(), "time");
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 5s);
  EXPECT_THAT(relay.deliver_until(relay.now + 10s), ElementsAre("submitted"));
  EXPECT_EQ(relay.account().dropped.at("late"), 13U);
}

TEST(WindingUp, GivesTheLastEventUpInTheEnd) {
  hand_driven relay({.limit = 1});
  relay.push(event(event_type::error_hit, "error"));
  ASSERT_EQ(relay.deliver(), "error");
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 10s);
  EXPECT_FALSE(relay.box.is_done(relay.a));
  relay.now += 10s;
  EXPECT_FALSE(relay.box.next(relay.now).send);
  EXPECT_TRUE(relay.box.is_done(relay.a));
  EXPECT_EQ(relay.account().dropped.at("out of time"), 1U);
}

TEST(WindingUp, TakesNothingMore) {
  hand_driven relay;
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now,
                    relay.now + 10s);
  relay.push(event(event_type::error_hit, "error"));
  relay.box.announce(relay.a, event(event_type::timed_out, "time"), relay.now);
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("submitted"));
  relay.push(event(event_type::error_hit, "error"));
  relay.box.announce(relay.a, event(event_type::timed_out, "time"), relay.now);
  relay.box.wind_up(relay.a, event(event_type::submitted, "again"), relay.now, relay.now, relay.now + 10s);
  EXPECT_THAT(relay.deliver_ready(), IsEmpty());
  EXPECT_EQ(relay.account().dropped.at("too late"), 3U) << "repeats of our own are none";
  EXPECT_EQ(relay.account().produced, 4U);
}

TEST(WindingUp, AnotherLastEventReplacesTheFirstWhileItWaits) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "tool"));
  relay.box.wind_up(relay.a, event(event_type::timed_out, "time"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("tool", "submitted"));
  EXPECT_EQ(relay.account().merged, 1U);
}

TEST(WindingUp, OfOneStreamDoesNotHurryTheOthersChatter) {
  hand_driven relay;
  relay.box.open(entry("b"), challenge("challenge-b"), std::nullopt);
  relay.push(event(event_type::progress, "a1"));
  ASSERT_EQ(relay.deliver(), "a1");
  relay.push(event(event_type::progress, "a2"));
  relay.box.push(entry("b"), event(event_type::progress, "b"), relay.now);
  relay.box.wind_up(entry("b"), event(event_type::submitted, "b submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("b", "b submitted"));
}

TEST(NotAfter, NoRequestBeginsAtOrAfterTheChallengesEnd) {
  hand_driven relay;
  relay.box.close(relay.a);
  relay.box.open(relay.a, challenge("challenge-a"), relay.now + 10s);
  relay.push(event(event_type::tool_call, "in time"));
  relay.now += 10s - 1ms;
  EXPECT_EQ(relay.deliver(), "in time");
  relay.push(event(event_type::tool_call, "too late"));
  relay.box.announce(relay.a, event(event_type::timed_out, "time"), relay.now);
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_EQ(relay.box.waiting(relay.a), 3U);
  relay.now += 1ms;
  EXPECT_FALSE(relay.box.next(relay.now).send);
  EXPECT_TRUE(relay.box.is_done(relay.a));
  EXPECT_EQ(relay.account().dropped.at("after the challenge's end"), 3U);
  relay.push(event(event_type::tool_call, "later"));
  EXPECT_EQ(relay.account().dropped.at("too late"), 1U);
}

TEST(NotAfter, WakesForTheEnd) {
  hand_driven relay({.limit = 1});
  relay.box.close(relay.a);
  relay.box.open(relay.a, challenge("challenge-a"), relay.now + 10s);
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 10s);
}

TEST(Closing, GivesAnAccountThatAddsUp) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  relay.push(event(event_type::tool_call, "tool"));
  relay.push(event(event_type::progress, "1%"));
  relay.push(event(event_type::progress, "2%"));
  ASSERT_EQ(relay.deliver(1500ms), "started");
  const auto account = relay.box.close(relay.a);
  EXPECT_EQ(account, (event_account{.produced = 4,
                                    .sent = 1,
                                    .merged = 1,
                                    .dropped = {{"late", 2}},
                                    .bytes = 15,
                                    .longest_lag = 1500ms}));
  EXPECT_FALSE(relay.box.next(relay.now).send);
}

TEST(Closing, WithAnEventOnItsWayCountsItAsUnanswered) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "tool"));
  ASSERT_EQ(relay.send(), "tool");
  const auto account = relay.box.close(relay.a);
  EXPECT_EQ(account.dropped.at("unanswered"), 1U);
  // The same entry again: the answer to come is not the new stream's.
  relay.box.open(relay.a, challenge("challenge-a"), std::nullopt);
  EXPECT_TRUE(relay.box.is_done(relay.a));
  relay.box.answered(event_answer::delivered, std::nullopt, relay.now);
  EXPECT_EQ(relay.account(), event_account{});
  EXPECT_EQ(relay.box.window_used(relay.now), 1);
}

TEST(Closing, BetweenTheDecisionAndTheRequestLosesNothing) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "tool"));
  ASSERT_TRUE(relay.box.next(relay.now).send);
  const auto account = relay.box.close(relay.a);
  EXPECT_EQ(account.produced, 1U);
  EXPECT_EQ(account.dropped.at("late"), 1U);
  relay.box.sent();
  relay.box.answered(event_answer::lost, std::nullopt, relay.now);
  EXPECT_FALSE(relay.box.next(relay.now + 1h).send);
}

TEST(Closing, AnOfferedEventIsForgotten) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "tool"));
  ASSERT_TRUE(relay.box.next(relay.now).send);
  relay.box.close(relay.a);
  EXPECT_FALSE(relay.box.next(relay.now).send);
  EXPECT_EQ(relay.box.window_used(relay.now), 0);
}

TEST(UnknownStream, IsHarmless) {
  hand_driven relay;
  const auto unknown = entry("unknown");
  relay.box.push(unknown, event(event_type::tool_call, "tool"), relay.now);
  relay.box.announce(unknown, event(event_type::started, "started"), relay.now);
  relay.box.wind_up(unknown, event(event_type::submitted, "submitted"), relay.now, relay.now, relay.now + 1s);
  EXPECT_FALSE(relay.box.next(relay.now).send);
  EXPECT_TRUE(relay.box.is_done(unknown));
  EXPECT_EQ(relay.box.account(unknown), nullptr);
  EXPECT_EQ(relay.box.waiting(unknown), 0U);
  EXPECT_EQ(relay.box.close(unknown), event_account{});
}

}  // namespace
