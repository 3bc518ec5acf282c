// The way of a bout from the list of assignments to a running agent, and what a restart makes of each state.

#include "tests/core/bout_driving.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;

TEST(Bout, GoesFromSeenToJudged) {
  struct row {
    happening what;
    const char* then;
    bout_state state;
  };
  happened::score_seen score;
  score.score = {.score = 87.5, .result_state = "clean", .rank = 3, .details = {}};
  const row table[] = {
      {happened::place_granted{}, "open_session", bout_state::opening},
      {opened(), "run_agent", bout_state::running},
      {answered_well, "prepare", bout_state::submitting},
      {prepared, "announce", bout_state::submitting},
      {happened::announced{}, "submit", bout_state::submitting},
      {submitted(), "follow", bout_state::submitted},
      {judged_as(bouts::submission_status::queued), "wait", bout_state::submitted},
      {happened::woke{}, "follow", bout_state::submitted},
      {judged_as(bouts::submission_status::completed), "fetch_score", bout_state::submitted},
      {score, "finish", bout_state::judged},
  };
  driven bout;
  EXPECT_EQ(name(bout.last), "await_place");
  for (const row& one : table) {
    EXPECT_EQ(bout.step(one.what), one.then);
    EXPECT_EQ(bout.state(), one.state);
  }
  const auto& record = bout.record();
  EXPECT_EQ(record.reason, "");
  EXPECT_EQ(record.session.str(), "session");
  EXPECT_EQ(record.submission.str(), "submission");
  EXPECT_EQ(record.idempotency_key, prepared.idempotency_key);
  EXPECT_EQ(record.final_status, bouts::submission_status::completed);
  EXPECT_EQ(record.score, score.score);
  EXPECT_EQ(record.deadline, noon + 1h - 20s);
  EXPECT_EQ(record.grace, 10s);
  EXPECT_EQ(record.submit_by, noon + 1h);
  EXPECT_EQ(record.attempt, 1);
  EXPECT_FALSE(record.adopted);
  EXPECT_FALSE(record.answer_lost);
  EXPECT_FALSE(record.time_ran_out);
}

TEST(BoutState, IsFinalFromJudgedOn) {
  struct row {
    bout_state state;
    const char* name;
    bool final;
  };
  const row table[] = {
      {bout_state::seen, "seen", false},           {bout_state::opening, "opening", false},
      {bout_state::running, "running", false},     {bout_state::submitting, "submitting", false},
      {bout_state::submitted, "submitted", false}, {bout_state::judged, "judged", true},
      {bout_state::rejected, "rejected", true},    {bout_state::failed, "failed", true},
      {bout_state::timed_out, "timed_out", true},  {bout_state::cancelled, "cancelled", true},
      {bout_state::refused, "refused", true},      {bout_state::skipped, "skipped", true},
  };
  for (const row& one : table) {
    EXPECT_EQ(to_string(one.state), one.name);
    EXPECT_EQ(is_final(one.state), one.final) << one.name;
  }
}

TEST(Seen, IsSkippedWhenTheChallengeIsOver) {
  auto assigned = an_hour();
  for (const auto ended : {noon, noon - 1ms, noon - 24h}) {
    assigned.challenge.ends_at = ended;
    driven bout({}, assigned);
    EXPECT_EQ(name(bout.last), "finish");
    EXPECT_EQ(bout.state(), bout_state::skipped);
    EXPECT_EQ(bout.record().reason, "the challenge is over");
  }
}

TEST(Seen, WaitsForTheChallengeToStart) {
  auto assigned = an_hour();
  assigned.challenge.starts_at = noon + 10min;
  driven bout({}, assigned);
  EXPECT_EQ(bout.waits(), 10min);
  EXPECT_EQ(bout.wait(), "await_place");
  EXPECT_EQ(bout.state(), bout_state::seen);
}

TEST(Seen, IsSkippedWhenDrainedWhileItWaits) {
  auto early = an_hour();
  early.challenge.starts_at = noon + 10min;
  for (const auto& assigned : {an_hour(), early}) {
    driven bout({}, assigned);
    EXPECT_EQ(bout.step(happened::drained{}), "finish");
    EXPECT_EQ(bout.state(), bout_state::skipped);
    EXPECT_EQ(bout.record().reason, "no new bouts are begun");
  }
}

TEST(Seen, IsSkippedWhenNoPlaceIsFreeInTime) {
  driven bout;
  bout.now = noon + 1h;
  EXPECT_EQ(bout.step(happened::place_granted{}), "finish");
  EXPECT_EQ(bout.state(), bout_state::skipped);
  EXPECT_EQ(bout.record().reason, "the challenge was over before a place was free");
}

TEST(Opening, TakesOverASessionThatIsThereUnlessItMustBeFresh) {
  struct row {
    claim_rule claim;
    bool existing;
    bool answer_lost;  // an earlier try's
    const char* then;
    bool adopted;
  };
  const row table[] = {
      {claim_rule::adopt, false, false, "run_agent", false},
      {claim_rule::adopt, true, false, "run_agent", true},
      {claim_rule::adopt, true, true, "run_agent", false},
      {claim_rule::fresh, false, false, "run_agent", false},
      {claim_rule::fresh, true, false, "finish", false},
      {claim_rule::fresh, true, true, "run_agent", false},
      {claim_rule::fresh, false, true, "run_agent", false},
  };
  for (const row& one : table) {
    driven bout(bout_rules{.claim = one.claim});
    bout.to_open();
    if (one.answer_lost) {
      bout.step(happened::call_failed{no_network});
      ASSERT_EQ(bout.wait(), "open_session");
    }
    EXPECT_EQ(bout.step(opened(one.existing)), one.then);
    EXPECT_EQ(bout.record().adopted, one.adopted);
    if (one.then == std::string("finish")) {
      EXPECT_EQ(bout.state(), bout_state::refused);
    }
  }
}

TEST(Opening, KnowsWhichFailuresMayHaveReachedTheArena) {
  struct row {
    bouts::error why;
    bool repeated;
  };
  const row table[] = {
      {no_network, true},        {failure(bouts::errc::timed_out), true},
      {bad_gateway, true},       {unauthorized, false},
      {rate_limited(1s), false}, {failure(bouts::errc::bad_answer, 200), true},
  };
  for (const row& one : table) {
    driven bout;
    EXPECT_EQ(bout.to_open().step(happened::call_failed{one.why}), "wait");
    EXPECT_EQ(bout.record().open_repeated, one.repeated) << one.why.describe();
  }
}

TEST(Opening, IsRefusedWhenTheArenaSaysNo) {
  for (const auto& why : {forbidden, not_found, failure(bouts::errc::validation, 400, "NOT_ENTERABLE")}) {
    driven bout;
    EXPECT_EQ(bout.to_open().step(happened::call_failed{why}), "finish");
    EXPECT_EQ(bout.state(), bout_state::refused);
    EXPECT_NE(bout.record().reason.find(std::to_string(why.status)), std::string::npos);
  }
}

TEST(Opening, FailsWhenAnOutageOutlastsTheChallenge) {
  driven bout;
  bout.to_open();
  bout.now = noon + 1h;
  EXPECT_EQ(bout.step(happened::call_failed{no_network}), "finish");
  EXPECT_EQ(bout.state(), bout_state::failed);
}

TEST(Opening, FailsWhenTheSessionsTimeIsOver) {
  driven bout;
  EXPECT_EQ(bout.to_open().step(opened(true, noon)), "finish");
  EXPECT_EQ(bout.state(), bout_state::failed);
  EXPECT_EQ(bout.record().reason, "the session's time was over when it was opened");
}

TEST(Opening, TakesTheTimeLimitForAnExpiryThatWasNotTold) {
  auto assigned = an_hour();
  assigned.challenge.ends_at = noon + 10h;
  driven bout({}, assigned);
  bout.to_open().step(opened(false, std::nullopt));
  EXPECT_EQ(bout.record().expires_at, noon + 1h);
  EXPECT_EQ(bout.record().deadline, noon + 1h - 20s);

  assigned.challenge.time_limit.reset();
  driven unlimited({}, assigned);
  unlimited.to_open().step(opened(false, std::nullopt));
  EXPECT_EQ(unlimited.record().expires_at, std::nullopt);
  EXPECT_EQ(unlimited.record().deadline, noon + 10h - 20s);
}

TEST(Opening, GoesOnWhenDrainedForTheSessionMayBeOpen) {
  driven bout;
  bout.to_open().step(happened::call_failed{no_network});
  EXPECT_EQ(bout.step(happened::drained{}), "open_session");
  EXPECT_EQ(bout.state(), bout_state::opening);
}

TEST(Waiting, GrowsWithTheFailuresUpToItsCap) {
  const bouts::retry_policy policy = bout_rules{}.retry;
  driven bout;
  bout.to_open();
  milliseconds first_five{0};
  milliseconds last_five{0};
  for (int failures = 1; failures <= 20; ++failures) {
    ASSERT_EQ(bout.step(happened::call_failed{bad_gateway}), "wait");
    const milliseconds bound = std::min(policy.cap, policy.base * (1 << std::min(failures - 1, 10)));
    EXPECT_LE(bout.waits(), bound);
    first_five += failures <= 5 ? bout.waits() : 0ms;
    last_five += failures > 15 ? bout.waits() : 0ms;
    ASSERT_EQ(bout.wait(), "open_session");
  }
  EXPECT_LE(first_five, 15'500ms);
  EXPECT_GT(last_five, 5 * policy.cap / 4);
}

// A bout that drew a small number must not ask a failing arena hundreds of times a second.
TEST(Waiting, IsLongEnoughWhateverNumberWasDrawn) {
  for (const double random : {0.0, 1e-9, 0.01, 0.381966, 0.5, 0.618034, 0.9999}) {
    driven bout({}, bout_record{.assigned = an_hour()}, random);
    bout.to_open();
    int tries = 0;
    while (bout.now < noon + 10min && tries < 1000) {
      ASSERT_EQ(bout.step(happened::call_failed{bad_gateway}), "wait");
      ASSERT_EQ(bout.wait(), "open_session");
      ++tries;
    }
    const auto middling = 10min / (bout_rules{}.retry.cap / 2);  // full jitter waits half the cap on average
    EXPECT_LT(tries, middling * 7 / 4) << random;
    EXPECT_GT(tries, middling / 2) << random;
  }
}

TEST(Waiting, SpreadsTheBoutsOfAFleet) {
  std::set<milliseconds> waits;
  for (int i = 0; i < 100; ++i) {
    driven bout({}, bout_record{.assigned = an_hour()}, i / 100.0);
    bout.to_open().step(happened::call_failed{bad_gateway});
    waits.insert(bout.waits());
  }
  EXPECT_EQ(waits.size(), 100U);
}

TEST(Waiting, LooksAgainEveryMinuteWhenTheTokenIsRefused) {
  driven bout;
  bout.to_open();
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(bout.step(happened::call_failed{unauthorized}), "wait");
    EXPECT_EQ(bout.waits(), 60s);
    ASSERT_EQ(bout.wait(), "open_session");
  }
  EXPECT_EQ(bout.step(opened()), "run_agent");
}

TEST(Waiting, ObeysRetryAfter) {
  driven bout;
  bout.to_open().step(happened::call_failed{rate_limited(42s)});
  EXPECT_GE(bout.waits(), 42s);
  EXPECT_LE(bout.waits(), 47s);
}

TEST(Cancelling, EndsABoutInEveryState) {
  struct row {
    const char* when;
    driven& (driven::*lead)();
    const char* then;  // shown bouts are announced first
  };
  const row table[] = {
      {"opening", &driven::to_open, "finish"},        {"running", &driven::to_run, "announce"},
      {"preparing", &driven::to_prepare, "announce"}, {"announcing", &driven::to_announce, "announce"},
      {"submitting", &driven::to_submit, "announce"}, {"asking", &driven::to_ask, "announce"},
  };
  for (const row& one : table) {
    driven bout;
    (bout.*one.lead)();
    EXPECT_EQ(bout.step(happened::cancelled{}), one.then) << one.when;
    if (one.then == std::string("announce")) {
      EXPECT_EQ(bout.step(happened::announced{}), "finish") << one.when;
    }
    EXPECT_EQ(bout.state(), bout_state::cancelled) << one.when;
    EXPECT_EQ(bout.record().reason, "cancelled") << one.when;
  }
  driven seen;
  EXPECT_EQ(seen.step(happened::cancelled{}), "finish");
  EXPECT_EQ(seen.state(), bout_state::cancelled);
}

TEST(Cancelling, EndsAWait) {
  driven opening;
  opening.to_open().step(happened::call_failed{no_network});
  EXPECT_EQ(opening.step(happened::cancelled{}), "finish");
  EXPECT_EQ(opening.state(), bout_state::cancelled);

  driven submitting;
  submitting.to_submit().step(happened::call_failed{no_network});
  EXPECT_EQ(submitting.steps(happened::cancelled{}, happened::announced{}), "finish");
  EXPECT_EQ(submitting.state(), bout_state::cancelled);
  EXPECT_EQ(submitting.record().reason, "cancelled; its answer may have arrived all the same");
}

TEST(Cancelling, LeavesHandedInWhatIsHandedIn) {
  for (const auto lead : {&driven::to_follow, &driven::to_score}) {
    driven bout;
    (bout.*lead)();
    EXPECT_EQ(bout.step(happened::cancelled{}), "finish");
    EXPECT_EQ(bout.state(), bout_state::submitted);
    EXPECT_EQ(bout.record().submission.str(), "submission");
  }
}

TEST(Cancelling, DoesNotChangeAnEndThatIsBeingAnnounced) {
  driven bout;
  bout.to_run().step(happened::agent_ended{.how = agent_end::deadline, .detail = {}});
  EXPECT_EQ(bout.step(happened::cancelled{}), "announce");
  EXPECT_EQ(bout.step(happened::announced{}), "finish");
  EXPECT_EQ(bout.state(), bout_state::timed_out);
}

// What begin() does with a record that a stopped daemon left behind, and how far it gets from there.
TEST(Restart, RepeatsTheActionThatMayHaveBeenCutShort) {
  struct row {
    const char* when;
    driven& (driven::*lead)();
    const char* then;
  };
  const row table[] = {
      {"opening", &driven::to_open, "open_session"}, {"running", &driven::to_run, "run_agent"},
      {"preparing", &driven::to_prepare, "prepare"}, {"announcing", &driven::to_announce, "prepare"},
      {"submitting", &driven::to_submit, "prepare"}, {"asking", &driven::to_ask, "prepare"},
      {"following", &driven::to_follow, "follow"},   {"scoring", &driven::to_score, "follow"},
      {"ended", &driven::to_finish, "finish"},
  };
  for (const row& one : table) {
    driven before;
    (before.*one.lead)();
    driven after({}, before.record());
    EXPECT_EQ(name(after.last), one.then) << one.when;
    EXPECT_EQ(after.state(), before.state()) << one.when;
  }
}

TEST(Restart, TakesASessionOpenedBeforeItForItsOwn) {
  const bout_rules fresh{.claim = claim_rule::fresh};
  driven before(fresh);
  before.to_open();
  driven after(fresh, before.record());
  EXPECT_EQ(after.step(opened(true)), "run_agent");
  EXPECT_FALSE(after.record().adopted);
}

TEST(Restart, HandsTheSameAnswerInUnderTheSameKey) {
  driven before;
  before.to_submit().step(happened::call_failed{no_network});
  driven after({}, before.record());
  EXPECT_EQ(after.step(prepared), "submit") << "what there was to show was shown";
  EXPECT_EQ(after.step(submitted()), "follow");
  EXPECT_EQ(after.record().idempotency_key, before.record().idempotency_key);
}

TEST(Restart, ShowsTheEndWhenThatWasCutShort) {
  driven before;
  before.to_announce();
  EXPECT_FALSE(before.record().announced);
  driven after({}, before.record());
  EXPECT_EQ(after.steps(prepared, happened::announced{}), "submit");
}

// One that was being sent when the daemon died may have arrived.
TEST(Restart, CountsASubmissionUnderWayAsOneWhoseAnswerWasLost) {
  driven before;
  before.to_submit();
  EXPECT_TRUE(before.record().on_its_way);
  EXPECT_FALSE(before.record().answer_lost);
  driven after({}, before.record());
  EXPECT_TRUE(after.record().answer_lost);
  EXPECT_FALSE(after.record().on_its_way);

  before.step(submitted());
  EXPECT_FALSE(before.record().on_its_way);
  before.step(judged_as(bouts::submission_status::judging));
  driven later({}, before.record());
  EXPECT_FALSE(later.record().answer_lost);
}

TEST(Restart, LeavesAClosedBoutAlone) {
  driven before;
  before.to_submit().steps(submitted(), happened::cancelled{});
  EXPECT_TRUE(before.record().closed);
  EXPECT_EQ(before.state(), bout_state::submitted);
  driven after({}, before.record());
  EXPECT_EQ(name(after.last), "finish");
  EXPECT_EQ(after.record(), before.record());
}

TEST(Restart, DoesNotFollowWhatWasNotToBeFollowed) {
  driven before(bout_rules{.wait_for_result = false});
  before.to_submit().step(submitted());
  driven after(bout_rules{.wait_for_result = false}, before.record());
  EXPECT_EQ(name(after.last), "finish");
  EXPECT_EQ(after.record(), before.record());
}

}  // namespace
