// What becomes one while it waits, what gives way, and how that is told.

#include "tests/core/relay_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;
using testing::ElementsAre;
using strings = std::vector<std::string>;

// An event that was not redacted cannot be queued: there is no way to make one into the other.
static_assert(!std::is_convertible_v<bouts::agent_event, redacted_event>);
static_assert(!std::is_constructible_v<redacted_event, bouts::agent_event>);
static_assert(!std::is_default_constructible_v<redacted_event>);

TEST(Merging, TheNewestProgressReplacesOlderOnes) {
  hand_driven relay;
  for (const auto* stage : {"10%", "20%", "30%"}) {
    relay.push(event(event_type::progress, stage));
  }
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("30%"));
  EXPECT_EQ(relay.account().merged, 2U);
  EXPECT_EQ(relay.account().sent, 1U);
}

TEST(Merging, ANewerProgressReplacesOneThatCouldNotBeSent) {
  hand_driven relay;
  relay.push(event(event_type::progress, "10%"));
  ASSERT_EQ(relay.send(), "10%");
  relay.push(event(event_type::progress, "20%"));
  relay.box.answered(event_answer::lost, std::nullopt, relay.now);
  EXPECT_THAT(relay.deliver_until(relay.now + 10s), ElementsAre("20%"));
  EXPECT_EQ(relay.account().merged, 1U);
}

TEST(Merging, WritesToOneFileBecomeTheNewestAtTheEarlierOnesPlace) {
  hand_driven relay;
  relay.push(write("main.py", "first"));
  relay.push(event(event_type::tool_call, "tool"));
  relay.push(write("other.py", "other"));
  relay.push(write("main.py", "second"));
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("second", "tool", "other"));
  EXPECT_EQ(relay.account().merged, 1U);
}

TEST(Merging, WritesWithoutAFileNameStayApart) {
  hand_driven relay;
  relay.push(event(event_type::code_write, "first"));
  relay.push(event(event_type::code_write, "second"));
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("first", "second"));
}

// A write that is on its way cannot be changed any more, and one that came back must not be shown after newer
// text of the same file.
TEST(Merging, ANewerWriteTakesThePlaceOfOneThatCameBack) {
  hand_driven relay;
  relay.push(write("main.py", "first"));
  relay.push(event(event_type::tool_call, "tool"));
  ASSERT_EQ(relay.send(), "first");
  relay.push(write("main.py", "second"));
  relay.box.answered(event_answer::lost, std::nullopt, relay.now);
  relay.push(write("main.py", "third"));
  EXPECT_THAT(relay.deliver_until(relay.now + 10s), ElementsAre("third", "tool"));
  EXPECT_EQ(relay.account().merged, 2U);
}

TEST(Merging, AWriteThatWasSentIsNotChangedByTheNext) {
  hand_driven relay;
  relay.push(write("main.py", "first"));
  ASSERT_EQ(relay.send(), "first");
  relay.push(write("main.py", "second"));
  relay.box.answered(event_answer::delivered, std::nullopt, relay.now);
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("second"));
  EXPECT_EQ(relay.account().merged, 0U);
}

TEST(Merging, ThoughtsAreJoined) {
  hand_driven relay;
  relay.push(event(event_type::thinking, "one"));
  relay.push(event(event_type::thinking, "two"));
  relay.push(event(event_type::thinking, "three"));
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("one\ntwo\nthree"));
  EXPECT_EQ(relay.account().merged, 2U);
}

// "ab ab ab…" of that many UTF-16 units.
std::string words(std::size_t units) {
  std::string text;
  while (text.size() < units) {
    text += "ab ";
  }
  text.resize(units);
  if (text.back() == ' ') {
    text.back() = 'c';
  }
  return text;
}

TEST(Merging, ThoughtsAreJoinedUpToTheLimitOfASummary) {
  const std::string emoji = "\xF0\x9F\x98\x80";  // two UTF-16 units
  struct row {
    std::string first;
    std::string second;
    bool joined;
  };
  const row table[] = {
      {words(250), words(249), true},          // with the line feed 500
      {words(250), words(250), false},         // 501
      {words(497), emoji, true},               // 497 + 1 + 2
      {words(498), emoji, false},              // 501
      {words(400) + emoji, words(97), true},   // 402 + 1 + 97
      {words(400) + emoji, words(98), false},  //
  };
  for (const row& one : table) {
    hand_driven relay;
    relay.push(event(event_type::thinking, one.first));
    relay.push(event(event_type::thinking, one.second));
    const auto sent = relay.deliver_until(relay.now + 10s);
    EXPECT_EQ(sent, one.joined ? strings{one.first + "\n" + one.second} : (strings{one.first, one.second}));
  }
}

TEST(Merging, TheAgentsOwnWordsGoWithOurEvents) {
  hand_driven relay;
  relay.box.announce(relay.a, event(event_type::started, "Started"), relay.now);
  relay.push(event(event_type::started, "hello"));
  relay.push(event(event_type::submitted, "my best"));
  relay.push(event(event_type::timed_out, "too slow"));
  relay.box.announce(relay.a, event(event_type::timed_out, "The time was up"), relay.now);
  relay.box.wind_up(relay.a, event(event_type::submitted, "Handed in"), relay.now, relay.now + 5s,
                    relay.now + 10s);
  EXPECT_THAT(relay.deliver_ready(),
              ElementsAre("hello\nStarted", "too slow\nThe time was up", "my best\nHanded in"));
  EXPECT_EQ(relay.account().produced, 6U);
  EXPECT_EQ(relay.account().merged, 3U);
  EXPECT_EQ(relay.account().sent, 3U);
}

TEST(Merging, TheAgentsLifecycleEventsAreNeverSentAlone) {
  hand_driven relay;
  relay.push(event(event_type::started, "hello"));
  relay.push(event(event_type::submitted, "done"));
  EXPECT_FALSE(relay.box.next(relay.now).send);
  EXPECT_TRUE(relay.box.is_done(relay.a));
}

TEST(Bounds, TheOldestGivesWayAndIsCountedInTheNextSummary) {
  struct row {
    event_type type;
    std::size_t most;
  };
  for (const row& one :
       {row{event_type::error_hit, max_waiting_trouble}, row{event_type::tool_call, max_waiting_actions}}) {
    hand_driven relay;
    for (std::size_t i = 0; i < one.most + 3; ++i) {
      relay.push(event(one.type, "n" + std::to_string(i)));
    }
    EXPECT_EQ(relay.box.waiting(relay.a), one.most);
    EXPECT_EQ(relay.account().dropped.at("overtaken"), 3U);
    EXPECT_EQ(relay.deliver(), "n3 (+3 more)");
    EXPECT_EQ(relay.deliver(), "n4");
  }
}

TEST(Bounds, ThoughtsTooLongToJoinGiveWay) {
  hand_driven relay;
  for (std::size_t i = 0; i < max_waiting_thinking + 2; ++i) {
    relay.push(event(event_type::thinking, std::to_string(i) + " " + words(400)));
  }
  EXPECT_EQ(relay.box.waiting(relay.a), max_waiting_thinking);
  EXPECT_EQ(relay.account().dropped.at("overtaken"), 2U);
}

TEST(Bounds, ACountIsNotedOnAnEventWithoutSummary) {
  hand_driven relay;
  for (std::size_t i = 0; i < max_waiting_actions + 1; ++i) {
    relay.push(event(event_type::tool_call));
  }
  EXPECT_EQ(relay.deliver(), "(+1 more)");
}

TEST(Bounds, ACountSurvivesUntilASummaryWithItHasArrived) {
  hand_driven relay;
  for (std::size_t i = 0; i < max_waiting_actions + 2; ++i) {
    relay.push(event(event_type::tool_call, "n" + std::to_string(i)));
  }
  EXPECT_EQ(relay.answer(event_answer::lost), "n2 (+2 more)");
  relay.now += 1s;
  EXPECT_EQ(relay.answer(event_answer::throttled), "n2 (+2 more)");
  relay.push(event(event_type::error_hit, "error"));
  relay.now += 61s;  // all actions have become stale by now
  EXPECT_EQ(relay.deliver_ready(), strings{});
  EXPECT_EQ(relay.account().dropped.at("stale"), max_waiting_actions + 1);
  relay.push(event(event_type::error_hit, "another"));
  EXPECT_EQ(relay.deliver(), "another (+67 more)");
}

TEST(Bounds, AnOfferThatIsNotTakenKeepsItsCount) {
  hand_driven relay;
  for (std::size_t i = 0; i < max_waiting_actions + 1; ++i) {
    relay.push(event(event_type::tool_call, "n" + std::to_string(i)));
  }
  ASSERT_TRUE(relay.box.next(relay.now).send);  // looked at, not sent
  relay.push(event(event_type::error_hit, "error"));
  EXPECT_EQ(relay.deliver(), "error (+1 more)");
  EXPECT_EQ(relay.deliver(), "n1");
}

TEST(Bounds, LifecycleEventsCarryNoCount) {
  hand_driven relay;
  for (std::size_t i = 0; i < max_waiting_actions + 1; ++i) {
    relay.push(event(event_type::tool_call, "n" + std::to_string(i)));
  }
  relay.box.announce(relay.a, event(event_type::started, "Started"), relay.now);
  EXPECT_EQ(relay.deliver(), "Started");
  EXPECT_EQ(relay.deliver(), "n1 (+1 more)");
}

TEST(Bounds, ARefusedEventIsCountedAsLeftOut) {
  hand_driven relay;
  relay.push(event(event_type::tool_call, "bad"));
  relay.push(event(event_type::tool_call, "good"));
  EXPECT_EQ(relay.answer(event_answer::refused), "bad");
  EXPECT_EQ(relay.deliver(), "good (+1 more)");
}

}  // namespace
