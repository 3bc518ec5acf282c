#include "runner/supervision.hpp"

#include <gtest/gtest.h>

namespace arena::runner {
namespace {

constexpr mono_time start{};
constexpr time_limits limits{
    .timeout = milliseconds(1000), .grace = milliseconds(100), .drain = milliseconds(50)};

mono_time at(int ms) {
  return start + milliseconds(ms);
}

TEST(Supervision, WaitsForTheDeadlineAndNotLonger) {
  supervision policy(limits, start);
  EXPECT_EQ(policy.wake_at(), at(1000));
  EXPECT_EQ(policy.next(happening::tick, at(999)), action::wait);
  EXPECT_EQ(policy.next(happening::tick, at(1000)), action::send_term);
  EXPECT_EQ(policy.wake_at(), at(1100));
  EXPECT_EQ(policy.reason(), end_reason::deadline);
  EXPECT_TRUE(policy.term_sent());
}

TEST(Supervision, AnAgentThatEndsByItselfIsKilledOffAndDrained) {
  supervision policy(limits, start);
  EXPECT_EQ(policy.next(happening::agent_ended, at(10)), action::kill_all);
  EXPECT_EQ(policy.next(happening::tick, at(15)), action::kill_all);
  EXPECT_EQ(policy.next(happening::all_ended, at(20)), action::wait);
  EXPECT_EQ(policy.wake_at(), at(70));
  EXPECT_EQ(policy.next(happening::outputs_closed, at(21)), action::finish);
  EXPECT_EQ(policy.reason(), end_reason::exited);
  EXPECT_FALSE(policy.term_sent());
  EXPECT_FALSE(policy.drain_incomplete());
}

TEST(Supervision, OutputsThatClosedLongBeforeNeedNoDrain) {
  supervision policy(limits, start);
  EXPECT_EQ(policy.next(happening::outputs_closed, at(5)), action::wait);
  policy.next(happening::agent_ended, at(10));
  EXPECT_EQ(policy.next(happening::all_ended, at(10)), action::finish);
}

TEST(Supervision, AnEndThatIsSeenLateIsStillAnEndByItself) {
  // The machine slept: the agent's end is told before the tick that shows the deadline long past.
  supervision policy(limits, start);
  EXPECT_EQ(policy.next(happening::agent_ended, at(5000)), action::kill_all);
  EXPECT_EQ(policy.next(happening::tick, at(5000)), action::kill_all);
  EXPECT_EQ(policy.reason(), end_reason::exited);
  EXPECT_FALSE(policy.term_sent());
}

TEST(Supervision, AfterSigtermTheGroupHasTheWholeGraceEvenWithoutItsLeader) {
  supervision policy(limits, start);
  policy.next(happening::tick, at(1000));
  EXPECT_EQ(policy.next(happening::agent_ended, at(1001)), action::wait);
  EXPECT_EQ(policy.next(happening::tick, at(1099)), action::wait);
  EXPECT_EQ(policy.next(happening::tick, at(1100)), action::kill_all);
}

TEST(Supervision, WhenNobodyWhoHeardSigtermIsLeftTheRestIsKilledAtOnce) {
  supervision policy(limits, start);
  policy.next(happening::tick, at(1000));
  EXPECT_EQ(policy.next(happening::group_emptied, at(1001)), action::kill_all);
  EXPECT_EQ(policy.next(happening::all_ended, at(1002)), action::wait);
  EXPECT_EQ(policy.reason(), end_reason::deadline);
}

TEST(Supervision, CancelIsSigtermWithAnotherReason) {
  supervision policy(limits, start);
  EXPECT_EQ(policy.next(happening::cancel_asked, at(10)), action::send_term);
  EXPECT_EQ(policy.reason(), end_reason::cancelled);
  EXPECT_EQ(policy.wake_at(), at(110));
}

TEST(Supervision, TheFirstReasonStays) {
  supervision cancelled(limits, start);
  cancelled.next(happening::cancel_asked, at(999));
  EXPECT_EQ(cancelled.next(happening::tick, at(1001)), action::wait);
  EXPECT_EQ(cancelled.reason(), end_reason::cancelled);

  supervision late(limits, start);
  late.next(happening::tick, at(1000));
  EXPECT_EQ(late.next(happening::cancel_asked, at(1001)), action::wait);
  EXPECT_EQ(late.reason(), end_reason::deadline);

  supervision ended(limits, start);
  ended.next(happening::agent_ended, at(1));
  EXPECT_EQ(ended.next(happening::cancel_asked, at(2)), action::kill_all);
  EXPECT_EQ(ended.reason(), end_reason::exited);
}

TEST(Supervision, KillsAgainEveryFewMilliseconds) {
  supervision policy(limits, start);
  policy.next(happening::agent_ended, at(10));
  EXPECT_EQ(policy.wake_at(), at(10) + kill_interval);
  policy.next(happening::tick, at(15));
  EXPECT_EQ(policy.wake_at(), at(15) + kill_interval);
}

TEST(Supervision, WhatOutlivesSigkillDoesNotHoldTheRunForEver) {
  supervision policy(limits, start);
  policy.next(happening::agent_ended, start);
  EXPECT_EQ(policy.next(happening::tick, start + kill_limit - milliseconds(1)), action::kill_all);
  EXPECT_EQ(policy.wake_at(), start + kill_limit);
  EXPECT_EQ(policy.next(happening::tick, start + kill_limit), action::wait);
  EXPECT_EQ(policy.next(happening::tick, start + kill_limit + limits.drain), action::finish);
  EXPECT_TRUE(policy.drain_incomplete());
}

TEST(Supervision, TheDrainIsBounded) {
  supervision policy(limits, start);
  policy.next(happening::agent_ended, at(10));
  policy.next(happening::all_ended, at(10));
  EXPECT_EQ(policy.next(happening::tick, at(59)), action::wait);
  EXPECT_EQ(policy.next(happening::tick, at(60)), action::finish);
  EXPECT_TRUE(policy.drain_incomplete());
}

TEST(Supervision, ACommandThatCannotBeExecutedIsSpawnFailed) {
  supervision policy(limits, start);
  EXPECT_EQ(policy.next(happening::spawn_failed, at(1)), action::wait);
  EXPECT_EQ(policy.next(happening::cancel_asked, at(1)), action::send_term);
  policy.next(happening::agent_ended, at(2));
  policy.next(happening::group_emptied, at(2));
  policy.next(happening::all_ended, at(2));
  EXPECT_EQ(policy.next(happening::outputs_closed, at(2)), action::finish);
  EXPECT_EQ(policy.reason(), end_reason::spawn_failed);
}

TEST(Supervision, NoTimeAtAllIsADeadlineAtOnce) {
  supervision policy({milliseconds(0), milliseconds(0), milliseconds(0)}, start);
  EXPECT_EQ(policy.next(happening::tick, start), action::send_term);
  EXPECT_EQ(policy.next(happening::tick, start), action::kill_all);
  EXPECT_EQ(policy.next(happening::all_ended, start), action::finish);
  EXPECT_TRUE(policy.drain_incomplete());
}

TEST(Supervision, NamesTheReasonsAsTheRecordDoes) {
  EXPECT_EQ(to_string(end_reason::exited), "exited");
  EXPECT_EQ(to_string(end_reason::deadline), "deadline");
  EXPECT_EQ(to_string(end_reason::cancelled), "cancelled");
  EXPECT_EQ(to_string(end_reason::spawn_failed), "spawn_failed");
}

}  // namespace
}  // namespace arena::runner
