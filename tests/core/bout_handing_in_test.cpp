// From an answer in hand to its score: handed in once, and never by guessing.

#include "tests/core/bout_driving.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;
using bouts::submission_status;

TEST(HandingIn, RejectsAnAnswerThatBreaksALimit) {
  driven bout;
  auto why = failure(bouts::errc::too_large);
  why.message = "the answer has 120000 characters, 20000 more than the arena takes";
  EXPECT_EQ(bout.to_prepare().step(happened::unusable{why}), "announce");
  EXPECT_EQ(bout.step(happened::announced{}), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
  EXPECT_EQ(bout.record().reason, why.message);
}

TEST(HandingIn, JournalsTheKeyBeforeTheFirstByteGoesOut) {
  driven bout;
  bout.to_prepare();
  EXPECT_EQ(bout.record().idempotency_key, "");
  EXPECT_EQ(bout.step(prepared), "announce");
  EXPECT_EQ(bout.record().idempotency_key, prepared.idempotency_key);
  EXPECT_EQ(bout.step(happened::announced{}), "submit");
}

TEST(HandingIn, TriesAgainWhatMayPass) {
  struct row {
    bouts::error why;
    bool lost;  // it may be in
  };
  const row table[] = {
      {no_network, true},         {failure(bouts::errc::timed_out), true},
      {bad_gateway, true},        {failure(bouts::errc::bad_answer, 201), true},
      {rate_limited(60s), false}, {unauthorized, false},
  };
  for (const row& one : table) {
    driven bout;
    EXPECT_EQ(bout.to_submit().step(happened::call_failed{one.why}), "wait") << one.why.describe();
    EXPECT_EQ(bout.record().answer_lost, one.lost) << one.why.describe();
    EXPECT_EQ(bout.state(), bout_state::submitting);
    EXPECT_EQ(bout.wait(), "submit");
    EXPECT_EQ(bout.step(submitted()), "follow");
  }
}

TEST(HandingIn, ObeysRetryAfterAndParksForAMinute) {
  driven limited;
  limited.to_submit().step(happened::call_failed{rate_limited(60s)});
  EXPECT_GE(limited.waits(), 60s);
  EXPECT_LE(limited.waits(), 66s);

  driven parked;
  parked.to_submit().step(happened::call_failed{unauthorized});
  EXPECT_EQ(parked.waits(), 60s);
}

TEST(HandingIn, IsRejectedWhenTheArenaSaysNo) {
  for (const auto& why :
       {invalid, forbidden, not_found, failure(bouts::errc::validation, 400, "SUBMISSION_REJECTED")}) {
    driven bout;
    EXPECT_EQ(bout.to_submit().step(happened::call_failed{why}), "finish");
    EXPECT_EQ(bout.state(), bout_state::rejected);
    EXPECT_NE(bout.record().reason.find(why.describe()), std::string::npos);
  }
}

TEST(HandingIn, IsRejectedWhenAnOutageOutlastsTheTime) {
  driven bout;
  bout.to_submit();
  int tries = 0;
  while (bout.step(happened::call_failed{no_network}) == "wait" && tries < 10'000) {
    ASSERT_EQ(bout.wait(), "submit");
    ++tries;
  }
  EXPECT_GE(bout.now, bout.record().submit_by);
  EXPECT_LE(bout.now, bout.record().submit_by + 30s);
  EXPECT_GT(tries, 120);  // about every half of the longest wait, for an hour
  // The last word is the arena's, if it can be asked.
  EXPECT_EQ(name(bout.last), "ask_session");
  EXPECT_EQ(bout.step(happened::call_failed{no_network}), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
}

TEST(HandingIn, WithoutALostAnswerIsRejectedAtTheEndWithoutAsking) {
  driven bout;
  bout.to_submit();
  bout.now = bout.record().submit_by;
  EXPECT_EQ(bout.step(happened::call_failed{rate_limited(60s)}), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
}

TEST(HandingIn, ALateTryMayStillSucceed) {
  driven bout;
  bout.to_submit().step(happened::call_failed{no_network});
  bout.now = bout.record().submit_by + 10s;
  EXPECT_EQ(bout.steps(happened::woke{}, submitted()), "follow");
  EXPECT_EQ(bout.state(), bout_state::submitted);
}

// A doubtful failure, what was known before, what the session then says, and what is made of it.
struct doubt {
  const char* what;
  bool answer_lost;
  bouts::error why;
  happened::session_seen seen;
  bool too_late;
  const char* then;
  bout_state state;

  friend void PrintTo(const doubt& one, std::ostream* out) { *out << one.what; }
};

class DoubtfulSubmission : public testing::TestWithParam<doubt> {};

TEST_P(DoubtfulSubmission, IsSettledByAsking) {
  const auto& one = GetParam();
  driven bout;
  bout.to_submit();
  if (one.answer_lost) {
    bout.step(happened::call_failed{no_network});
    ASSERT_EQ(bout.wait(), "submit");
  }
  bout.now = one.too_late ? bout.record().submit_by : bout.now;
  ASSERT_EQ(bout.step(happened::call_failed{one.why}), "ask_session") << one.what;
  EXPECT_EQ(bout.step(one.seen), one.then) << one.what;
  EXPECT_EQ(bout.state(), one.state) << one.what;
}

INSTANTIATE_TEST_SUITE_P(
    Asking, DoubtfulSubmission,
    testing::Values(doubt{"a conflict, and there is one: somebody else's", false, duplicate,
                          session("open", 1), false, "finish", bout_state::rejected},
                    doubt{"our key would have been known", true, duplicate, session("open", 1), false,
                          "finish", bout_state::rejected},
                    doubt{"a conflict on a completed session after a lost answer", true, duplicate,
                          session("completed", 1), false, "finish", bout_state::submitted},
                    doubt{"a conflict with nothing there: not seen yet", false, duplicate, session("open", 0),
                          false, "wait", bout_state::submitting},
                    doubt{"a conflict with nothing there, and no time", false, duplicate, session("open", 0),
                          true, "finish", bout_state::rejected},
                    doubt{"closed with nothing in it", false, session_closed, session("expired", 0), false,
                          "finish", bout_state::rejected},
                    doubt{"closed with one of which we know nothing", false, session_closed,
                          session("completed", 1), false, "finish", bout_state::rejected},
                    doubt{"closed by our own lost answer", true, session_closed, session("completed", 1),
                          false, "finish", bout_state::submitted},
                    doubt{"the same without a count", true, session_closed,
                          session("completed", std::nullopt), false, "finish", bout_state::submitted},
                    doubt{"closed it said, open it is", false, session_closed, session("open", 0), false,
                          "wait", bout_state::submitting},
                    doubt{"no status and no count is not a no", false, session_closed,
                          session("", std::nullopt), false, "wait", bout_state::submitting},
                    doubt{"lost at the end, nothing arrived", true, no_network, session("open", 0), true,
                          "finish", bout_state::rejected},
                    doubt{"lost at the end, one is there: our key tells", true, no_network,
                          session("open", 1), true, "submit", bout_state::submitting},
                    doubt{"lost at the end, and closed by it", true, bad_gateway, session("completed", 1),
                          true, "finish", bout_state::submitted}));

TEST(Doubt, IsOursWhenTheKeyIsKnown) {
  driven bout;
  bout.to_submit();
  bout.now = bout.record().submit_by;
  EXPECT_EQ(bout.steps(happened::call_failed{no_network}, session("open", 1)), "submit");
  EXPECT_EQ(bout.step(submitted()), "follow");
  EXPECT_EQ(bout.state(), bout_state::submitted);
}

TEST(Doubt, IsAskedAboutAFewTimesOnly) {
  driven bout;
  bout.to_submit();
  int asked = 0;
  while (bout.step(happened::call_failed{duplicate}) == "ask_session") {
    ASSERT_EQ(bout.step(session("open", 0)), "wait");
    ASSERT_EQ(bout.wait(), "submit");
    ++asked;
  }
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(name(bout.last), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
}

TEST(Doubt, AsksAgainWhenTheQuestionWasLost) {
  driven bout;
  EXPECT_EQ(bout.to_ask().step(happened::call_failed{bad_gateway}), "wait");
  // It was the question that was lost, not the answer.
  EXPECT_FALSE(bout.record().answer_lost);
  EXPECT_EQ(bout.wait(), "ask_session");
  EXPECT_EQ(bout.step(session("open", 1)), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
}

TEST(Doubt, StaysRejectedWhenTheArenaMayNotBeAsked) {
  driven bout;
  EXPECT_EQ(bout.to_ask().step(happened::call_failed{forbidden}), "finish");
  EXPECT_EQ(bout.state(), bout_state::rejected);
  EXPECT_NE(bout.record().reason.find("DUPLICATE_SUBMISSION"), std::string::npos);
  EXPECT_NE(bout.record().reason.find("403"), std::string::npos);
}

TEST(Doubt, LeavesNoTraceInTheReasonOfAGoodEnd) {
  driven bout;
  bout.to_ask().step(session("open", 0));
  bout.wait();
  happened::score_seen score;
  EXPECT_EQ(bout.steps(submitted(), judged_as(submission_status::completed), score), "finish");
  EXPECT_EQ(bout.state(), bout_state::judged);
  EXPECT_EQ(bout.record().reason, "");
}

TEST(Following, EndsWithTheArenasVerdict) {
  struct row {
    submission_status status;
    const char* rejection;
    const char* reason;
  };
  const row table[] = {
      {submission_status::failed, "", "the arena's verdict: failed"},
      {submission_status::invalidated, "", "the arena's verdict: invalidated"},
      {submission_status::rejected, "plagiarism", "plagiarism"},
  };
  for (const row& one : table) {
    driven bout;
    EXPECT_EQ(bout.to_follow().step(judged_as(one.status, one.rejection)), "finish");
    EXPECT_EQ(bout.state(), bout_state::judged);
    EXPECT_EQ(bout.record().final_status, one.status);
    EXPECT_EQ(bout.record().reason, one.reason);
  }
}

TEST(Following, AsksEveryFiveSecondsUntilTheVerdict) {
  using enum submission_status;
  driven bout;
  bout.to_follow();
  for (const auto status : {received, validated, queued, judging, unknown}) {
    ASSERT_EQ(bout.step(judged_as(status)), "wait");
    EXPECT_EQ(bout.waits(), 5s);
    ASSERT_EQ(bout.wait(), "follow");
  }
  EXPECT_EQ(bout.step(judged_as(completed)), "fetch_score");
}

TEST(Following, StopsWhenTheTimeForResultsIsOver) {
  driven bout(bout_rules{.result_timeout = 10min});
  bout.to_follow();
  int asked = 0;
  while (bout.step(judged_as(submission_status::judging)) == "wait") {
    ASSERT_EQ(bout.wait(), "follow");
    ++asked;
  }
  EXPECT_EQ(asked, 120);
  EXPECT_EQ(bout.state(), bout_state::submitted);
  EXPECT_EQ(bout.record().reason, "handed in; not judged within the time allowed for results");
}

TEST(Following, IsLeftOutWhenTheOwnerDoesNotWaitOrThereIsNoNumber) {
  driven unwatched(bout_rules{.wait_for_result = false});
  EXPECT_EQ(unwatched.to_submit().step(submitted()), "finish");
  EXPECT_EQ(unwatched.state(), bout_state::submitted);
  EXPECT_EQ(unwatched.record().submission.str(), "submission");

  driven nameless;
  EXPECT_EQ(nameless.to_submit().step(submitted("")), "finish");
  EXPECT_EQ(nameless.state(), bout_state::submitted);
}

TEST(Following, OutlastsWhatMayPass) {
  driven bout;
  bout.to_follow();
  for (const auto& why : {no_network, bad_gateway, rate_limited(5s), not_found, unauthorized}) {
    EXPECT_EQ(bout.step(happened::call_failed{why}), "wait") << why.describe();
    EXPECT_EQ(bout.wait(), "follow");
  }
  EXPECT_EQ(bout.state(), bout_state::submitted);
}

TEST(Following, EndsWhenItMayNotBeRead) {
  driven bout;
  EXPECT_EQ(bout.to_follow().step(happened::call_failed{forbidden}), "finish");
  EXPECT_EQ(bout.state(), bout_state::submitted);

  driven scored;
  EXPECT_EQ(scored.to_score().step(happened::call_failed{forbidden}), "finish");
  EXPECT_EQ(scored.state(), bout_state::judged);
  EXPECT_EQ(scored.record().score, bout_score());
}

TEST(Following, WaitsForAScoreThatIsNotReady) {
  driven bout;
  EXPECT_EQ(bout.to_score().step(happened::call_failed{not_found}), "wait");
  EXPECT_EQ(bout.wait(), "fetch_score");
  happened::score_seen score;
  score.score.score = 12.5;
  EXPECT_EQ(bout.step(score), "finish");
  EXPECT_EQ(bout.state(), bout_state::judged);
  EXPECT_EQ(bout.record().score.score, 12.5);
}

TEST(Following, GivesUpOnAScoreThatNeverComes) {
  driven bout(bout_rules{.result_timeout = 10min});
  bout.to_score();
  int tries = 0;
  while (bout.step(happened::call_failed{failure(bouts::errc::server, 500)}) == "wait" && tries < 10'000) {
    ASSERT_EQ(bout.wait(), "fetch_score");
    ++tries;
  }
  EXPECT_GE(bout.now, noon + 10min);
  EXPECT_LE(bout.now, noon + 10min + 30s);
  EXPECT_EQ(bout.state(), bout_state::judged);
  EXPECT_NE(bout.record().reason.find("its score could not be read"), std::string::npos);
}

}  // namespace
