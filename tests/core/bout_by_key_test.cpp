// Bouts without a session: the answer is handed in by the agent key (submit.flow: connector, auto).
#include "tests/core/bout_driving.hpp"

#include <gtest/gtest.h>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;

driven at_submit(flow_rule flow = flow_rule::connector) {
  driven bout(bout_rules{.flow = flow});
  bout.step(happened::place_granted{});
  if (flow == flow_rule::either) {
    bout.step(happened::call_failed{forbidden});
  }
  bout.steps(answered_well, prepared, happened::announced{});
  EXPECT_EQ(name(bout.last), "submit");
  return bout;
}

TEST(ByKey, RunsWithoutOpeningASession) {
  auto assigned = an_hour();
  assigned.challenge.time_limit = 20min;
  driven bout(bout_rules{.flow = flow_rule::connector}, assigned);
  EXPECT_EQ(bout.step(happened::place_granted{}), "run_agent");
  EXPECT_EQ(bout.state(), bout_state::running);
  EXPECT_TRUE(bout.record().by_key);
  EXPECT_TRUE(bout.record().session.empty());
  EXPECT_EQ(bout.record().expires_at, noon + 20min);
  EXPECT_EQ(bout.record().attempt, 1);
  EXPECT_LT(bout.record().deadline, noon + 20min);
  EXPECT_EQ(bout.record().submit_by, noon + 1h) << "answers are taken until the challenge ends";
}

TEST(ByKey, IsTheWayOutWhereTheArenaOpensNoSession) {
  for (const auto& why : {unauthorized, forbidden}) {
    driven bout(bout_rules{.flow = flow_rule::either});
    EXPECT_EQ(bout.to_open().step(happened::call_failed{why}), "run_agent");
    EXPECT_TRUE(bout.record().by_key);
  }
  driven session_opened(bout_rules{.flow = flow_rule::either});
  EXPECT_EQ(session_opened.to_open().step(opened()), "run_agent");
  EXPECT_FALSE(session_opened.record().by_key);
  driven refused(bout_rules{.flow = flow_rule::either});
  EXPECT_EQ(refused.to_open().step(happened::call_failed{not_found}), "finish");
  EXPECT_EQ(refused.state(), bout_state::refused);
  driven strict(bout_rules{.flow = flow_rule::session});
  EXPECT_EQ(strict.to_open().step(happened::call_failed{forbidden}), "finish");
  EXPECT_EQ(strict.state(), bout_state::refused);
}

TEST(ByKey, FollowsTheSubmissionLikeAnyOther) {
  for (const auto flow : {flow_rule::connector, flow_rule::either}) {
    auto bout = at_submit(flow);
    EXPECT_EQ(bout.step(submitted()), "follow");
    EXPECT_EQ(bout.record().submission.str(), "submission");
  }
}

TEST(ByKey, TakesAConflictForItsOwnSubmissionAfterALostAnswerOnly) {
  auto lost = at_submit();
  lost.step(happened::call_failed{no_network});
  EXPECT_EQ(lost.wait(), "submit");
  EXPECT_EQ(lost.step(happened::call_failed{duplicate}), "finish");
  EXPECT_EQ(lost.state(), bout_state::submitted);

  auto foreign = at_submit();
  EXPECT_EQ(foreign.step(happened::call_failed{duplicate}), "finish");
  EXPECT_EQ(foreign.state(), bout_state::rejected);
  EXPECT_NE(foreign.record().reason.find("another answer"), std::string::npos);
}

TEST(ByKey, CountsAnAnswerThatWasOnItsWayWhenTheDaemonDiedAsLost) {
  auto before = at_submit();
  driven after(bout_rules{.flow = flow_rule::connector}, before.record());
  EXPECT_EQ(after.steps(prepared), "submit");
  EXPECT_EQ(after.step(happened::call_failed{duplicate}), "finish");
  EXPECT_EQ(after.state(), bout_state::submitted);
}

TEST(ByKey, TriesUntilTheChallengeEnds) {
  auto bout = at_submit();
  EXPECT_EQ(bout.step(happened::call_failed{bad_gateway}), "wait");
  EXPECT_EQ(bout.wait(), "submit");
  bout.now = bout.record().submit_by;
  EXPECT_EQ(bout.step(happened::call_failed{bad_gateway}), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
  EXPECT_NE(bout.record().reason.find("receipt was lost"), std::string::npos);
}

TEST(ByKey, IsGivenUpWhenTheArenaDoesNotWantTheAnswer) {
  auto bout = at_submit();
  EXPECT_EQ(bout.step(happened::call_failed{invalid}), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
}

TEST(Veto, EndsABoutBeforeItsClockRuns) {
  driven bout;
  EXPECT_EQ(bout.step(happened::vetoed{"the budget is spent"}), "finish");
  EXPECT_EQ(bout.state(), bout_state::refused);
  EXPECT_EQ(bout.record().reason, "the before_run hook refused it: the budget is spent");
  EXPECT_TRUE(bout.record().session.empty());
  EXPECT_TRUE(may_have_reached(bout_state::seen, bout.state()));
}

}  // namespace
