// The policy `complete`: in order, and nothing left out for being old.

#include "tests/core/relay_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;
using testing::ElementsAre;
using strings = std::vector<std::string>;

TEST(Complete, KeepsOrderAndAll) {
  hand_driven relay({.keep_everything = true});
  strings pushed;
  for (int i = 0; i < 25; ++i) {
    const auto type = std::vector{event_type::progress, event_type::tool_call, event_type::thinking,
                                  event_type::error_hit, event_type::code_write}
                          .at(static_cast<std::size_t>(i % 5));
    pushed.push_back(std::to_string(i));
    relay.push(type == event_type::code_write ? write("main.py", pushed.back()) : event(type, pushed.back()));
  }
  EXPECT_EQ(relay.deliver_ready(), pushed);  // all pushed at the same moment, and no spacing
}

TEST(Complete, NothingBecomesStale) {
  hand_driven relay({.keep_everything = true});
  strings pushed;
  for (int i = 0; i < 100; ++i) {
    pushed.push_back("n" + std::to_string(i));
    relay.push(event(i % 2 == 0 ? event_type::tool_call : event_type::error_hit, pushed.back()));
  }
  EXPECT_EQ(relay.deliver_until(relay.now + 5min), pushed);
}

TEST(Complete, JoinsOnlyThoughtsWithNothingBetween) {
  hand_driven relay({.keep_everything = true});
  relay.push(event(event_type::thinking, "one"));
  relay.push(event(event_type::thinking, "two"));
  relay.push(event(event_type::tool_call, "tool"));
  relay.push(event(event_type::thinking, "three"));
  relay.push(event(event_type::thinking, "four"));
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("one\ntwo", "tool", "three\nfour"));
}

TEST(Complete, StillSendsLifecycleFirst) {
  hand_driven relay({.keep_everything = true});
  relay.push(event(event_type::tool_call, "tool"));
  relay.box.announce(relay.a, event(event_type::started, "started"), relay.now);
  EXPECT_THAT(relay.deliver_ready(), ElementsAre("started", "tool"));
}

TEST(Complete, IsBoundedAllTheSame) {
  hand_driven relay({.keep_everything = true});
  const auto thing = event(event_type::tool_call, "tool");
  for (std::size_t i = 0; i < max_waiting_actions * complete_factor + 5; ++i) {
    relay.push(thing);
  }
  EXPECT_EQ(relay.box.waiting(relay.a), max_waiting_actions * complete_factor);
  EXPECT_EQ(relay.account().dropped.at("overtaken"), 5U);
}

}  // namespace
