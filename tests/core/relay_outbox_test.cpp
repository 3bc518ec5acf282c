// In which order and at what pace an outbox sends.

#include "tests/core/relay_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using strings = std::vector<std::string>;

// Longer than a window as the limiter keeps it.
constexpr auto window_and_more = 60'060ms;

TEST(Outbox, IsSilentWithNothingToSend) {
  hand_driven relay;
  const auto decision = relay.box.next(relay.now);
  EXPECT_FALSE(decision.send);
  EXPECT_FALSE(decision.wake);
  EXPECT_TRUE(relay.box.is_done(relay.a));
  EXPECT_EQ(relay.account(), event_account{});
}

TEST(Outbox, TellsWhatIsSentOfWhichStream) {
  hand_driven relay;
  relay.push(write("main.py", "first"));
  const auto decision = relay.box.next(relay.now);
  ASSERT_TRUE(decision.send);
  EXPECT_EQ(decision.send->stream, relay.a);
  EXPECT_EQ(decision.send->challenge, challenge("challenge-a"));
  EXPECT_EQ(decision.send->event.filename, "main.py");
}

TEST(Outbox, SendsOneEventAtATime) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "one"));
  relay.push(event(event_type::tool_call, "two"));
  EXPECT_EQ(relay.send(), "one");
  relay.push(event(event_type::error_hit, "error"));
  const auto decision = relay.box.next(relay.now + 1h);
  EXPECT_FALSE(decision.send);
  EXPECT_FALSE(decision.wake);  // the answer wakes it
  relay.box.answered(event_answer::delivered, std::nullopt, relay.now);
  EXPECT_EQ(relay.send(), "error");
}

TEST(Outbox, OffersTheSameEventUntilItIsSent) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "one"));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(relay.box.next(relay.now).send);
    EXPECT_FALSE(relay.box.is_done(relay.a)) << "it is not sent yet";
    EXPECT_EQ(relay.box.waiting(relay.a), 1U);
  }
  EXPECT_EQ(relay.deliver(), "one");
  EXPECT_TRUE(relay.box.is_done(relay.a));
}

TEST(Outbox, SendsByRankThenByAge) {
  hand_driven relay;
  relay.push(event(event_type::thinking, "thought"));
  relay.push(event(event_type::progress, "progress"));
  relay.push(event(event_type::tool_call, "tool"));
  relay.push(event(event_type::command_run, "command"));
  relay.push(event(event_type::self_correct, "corrected"));
  relay.push(event(event_type::error_hit, "error"));
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  EXPECT_THAT(relay.deliver_until(relay.now + 10s),
              ElementsAre("started", "corrected", "error", "tool", "command", "progress", "thought"));
}

TEST(Outbox, SendsTheOldestOfAllStreams) {
  hand_driven relay;
  relay.box.open(entry("b"), challenge("challenge-b"), std::nullopt);
  relay.box.push(entry("b"), event(event_type::tool_call, "b1"), relay.now);
  relay.box.push(relay.a, event(event_type::tool_call, "a1"), relay.now + 1ms);
  relay.box.push(entry("b"), event(event_type::tool_call, "b2"), relay.now + 2ms);
  relay.box.push(relay.a, event(event_type::error_hit, "a2"), relay.now + 3ms);
  relay.now += 1s;
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("a2", "b1", "a1", "b2"));
}

TEST(Outbox, OpeningTwiceChangesNothing) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "one"));
  relay.box.open(relay.a, challenge("other"), relay.now);
  const auto decision = relay.box.next(relay.now);
  ASSERT_TRUE(decision.send);
  EXPECT_EQ(decision.send->challenge, challenge("challenge-a"));
}

// How much of one window each rank may take for itself.
TEST(Pacing, KeepsPlacesForWhatMattersMore) {
  struct row {
    int limit;
    event_type type;
    std::size_t sent;
  };
  const row table[] = {
      {30, event_type::error_hit, 28}, {30, event_type::tool_call, 26}, {15, event_type::error_hit, 14},
      {15, event_type::tool_call, 13}, {2, event_type::tool_call, 2},   {1, event_type::error_hit, 1},
  };
  for (const row& one : table) {
    hand_driven relay({.limit = one.limit});
    for (int i = 0; i < 40; ++i) {
      relay.push(event(one.type, std::to_string(i)));
    }
    EXPECT_EQ(relay.deliver_ready().size(), one.sent) << one.limit << bouts::to_string(one.type);
    relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
    const bool has_place = one.sent < static_cast<std::size_t>(one.limit);
    EXPECT_EQ(relay.deliver(), has_place ? "started" : "");
  }
}

TEST(Pacing, LetsLifecycleEventsUseTheWholeWindow) {
  hand_driven relay;
  for (int i = 0; i < 40; ++i) {
    relay.announce_elsewhere(std::to_string(i));
  }
  EXPECT_EQ(relay.deliver_ready().size(), 30U);
  EXPECT_EQ(relay.box.window_used(relay.now), 30);
}

TEST(Pacing, GoesOnWhenTheWindowHasPassed) {
  hand_driven relay;
  for (int i = 0; i < 40; ++i) {
    relay.now += 1s;
    relay.push(event(event_type::tool_call, std::to_string(i)));
  }
  EXPECT_EQ(relay.deliver_ready().size(), 26U);
  const auto wake = relay.box.next(relay.now).wake;
  ASSERT_TRUE(wake);
  // Those that wait become stale before the window ends.
  EXPECT_EQ(*wake, relay.start + 27s + 60s);
  EXPECT_THAT(relay.deliver_until(relay.now + window_and_more + 1s), IsEmpty());
  relay.push(event(event_type::tool_call, "fresh"));
  EXPECT_EQ(relay.deliver(), "fresh (+14 more)");
}

TEST(Pacing, SpacesChatterOverAllStreams) {
  hand_driven relay;
  relay.box.open(entry("b"), challenge("challenge-b"), std::nullopt);
  relay.push(event(event_type::progress, "a"));
  relay.box.push(entry("b"), event(event_type::thinking, "b"), relay.now);
  ASSERT_EQ(relay.send(), "a");
  relay.now += 500ms;
  relay.box.answered(event_answer::delivered, std::nullopt, relay.now);
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 3s);  // from the answer on
  relay.push(event(event_type::tool_call, "tool"));
  EXPECT_EQ(relay.deliver(), "tool");  // only chatter waits
  relay.now += 2999ms;
  EXPECT_EQ(relay.deliver(), "");
  relay.now += 1ms;
  EXPECT_EQ(relay.deliver(), "b");
}

TEST(Pacing, ABurstOfChatterLeavesTheWindowToAnErrorASecondLater) {
  hand_driven relay;
  for (int i = 0; i < 600; ++i) {
    relay.push(
        event(i % 2 == 0 ? event_type::thinking : event_type::progress, "chatter " + std::to_string(i)));
    relay.deliver_until(relay.now + 100ms);
  }
  EXPECT_LE(relay.box.window_used(relay.now), 20);
  for (int i = 0; i < 8; ++i) {
    relay.push(event(event_type::error_hit, "error " + std::to_string(i)));
    EXPECT_EQ(relay.deliver().substr(0, 5), "error");
  }
}

TEST(Pacing, FiveHundredEventsInASecondCostNeitherTheBeginningNorTheEnd) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  strings sent;
  for (int i = 0; i < 500; ++i) {
    relay.push(event(bouts::all_event_types.at(static_cast<std::size_t>(1 + i % 7)), std::to_string(i)));
    for (auto& one : relay.deliver_until(relay.now + 2ms)) {
      sent.push_back(std::move(one));
    }
  }
  relay.box.wind_up(relay.a, event(event_type::submitted, "submitted"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  for (auto& one : relay.deliver_until(relay.now + 10s)) {
    sent.push_back(std::move(one));
  }
  EXPECT_EQ(sent.front(), "started");
  EXPECT_EQ(sent.back(), "submitted");
  EXPECT_LE(sent.size(), 30U);
  EXPECT_GE(sent.size(), 28U);
  EXPECT_TRUE(relay.box.is_done(relay.a));
  const auto account = relay.box.close(relay.a);
  EXPECT_EQ(account.produced, 502U);
  EXPECT_EQ(account.sent, sent.size());
  EXPECT_EQ(account.sent + account.merged + account.dropped_total(), account.produced);
}

TEST(Pacing, ARestartDoesNotForgetTheWindow) {
  hand_driven relay;
  window_state before;
  for (int i = 0; i < 29; ++i) {
    before.ends.push_back(relay.now - 59s + i * 1s);
  }
  relay.box.restore_window(before, relay.now);
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  relay.box.announce(relay.a, event(event_type::timed_out, "time"), relay.now);
  EXPECT_EQ(relay.deliver(), "started");
  EXPECT_EQ(relay.box.window_used(relay.now), 30);
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now - 59s + window_and_more);
}

TEST(Staleness, DropsWhatIsAMinuteOldAndWakesForIt) {
  hand_driven relay({.limit = 1});
  relay.push(event(event_type::tool_call, "first"));
  ASSERT_EQ(relay.deliver(), "first");
  relay.push(event(event_type::error_hit, "waits"));
  EXPECT_EQ(relay.box.next(relay.now).wake, relay.now + 60s);
  relay.now += 60s;
  EXPECT_FALSE(relay.box.next(relay.now).send);
  EXPECT_EQ(relay.account().dropped.at("stale"), 1U);
  EXPECT_TRUE(relay.box.is_done(relay.a));
}

TEST(Staleness, SparesLifecycleProgressAndThoughts) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  relay.push(event(event_type::progress, "progress"));
  relay.push(event(event_type::thinking, "thought"));
  relay.now += 10min;
  EXPECT_THAT(relay.deliver_until(relay.now + 5s), ElementsAre("started", "progress", "thought"));
}

// Whatever is pushed and taken: after time has passed nothing of the upper ranks is as old as a minute.
TEST(Staleness, HoldsForEveryWaitingEvent) {
  const redacted_event pool[] = {event(event_type::error_hit, "e"), event(event_type::tool_call, "t"),
                                 write("f", "w"), write("g", "w"), event(event_type::progress, "p")};
  hand_driven clock;
  unsigned seed = 1;
  for (int round = 0; round < 50; ++round) {
    event_stream stream(challenge("c"), std::nullopt, false);
    for (int i = 0; i < 1000; ++i) {
      seed = seed * 1664525U + 1013904223U;
      clock.now += milliseconds(seed % 7919);
      stream.push(pool[(seed >> 16U) % 5], clock.now);
      if ((seed >> 8U) % 3 == 0 && stream.front(rank::action) != nullptr) {
        auto taken = stream.take(rank::action);
        clock.now += milliseconds(seed % 911);
        stream.put_back(rank::action, std::move(taken));
      }
      stream.advance(clock.now, 60s);
      for (const rank r : {rank::trouble, rank::action}) {
        const auto* oldest = stream.front(r);
        ASSERT_TRUE(oldest == nullptr || clock.now - oldest->since < 60s);
      }
      ASSERT_GT(stream.next_change(60s), clock.now);
    }
  }
}

}  // namespace
