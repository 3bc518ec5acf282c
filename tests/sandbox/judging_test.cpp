#include "sandbox/judging.hpp"

#include "tests/sandbox/arena_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
using testing::ElementsAre;

namespace {

constexpr milliseconds delay = seconds(10);

submission at_start(verdict outcome = verdict::completed) {
  submission made;
  made.submitted_at = start;
  made.outcome = outcome;
  return made;
}

judgement judge_answer(solution answer) {
  submission made = at_start();
  made.answer = std::move(answer);
  return judge(made);
}

std::vector<std::string> statuses(const submission& of, wall_time now) {
  std::vector<std::string> all;
  for (const auto& one : steps_of(of, now, delay)) {
    all.emplace_back(one.status);
  }
  return all;
}

}  // namespace

TEST(Judging, GoesThroughTheDocumentedStates) {
  const submission one = at_start();
  EXPECT_THAT(statuses(one, start), ElementsAre("received"));
  EXPECT_THAT(statuses(one, start + seconds(1)), ElementsAre("received", "validated"));
  EXPECT_THAT(statuses(one, start + seconds(3)), ElementsAre("received", "validated", "queued"));
  EXPECT_THAT(statuses(one, start + seconds(9)), ElementsAre("received", "validated", "queued", "judging"));
  EXPECT_THAT(statuses(one, start + seconds(10)),
              ElementsAre("received", "validated", "queued", "judging", "completed"));
}

TEST(Judging, GivesAResultWhenItIsDoneAndNotBefore) {
  const submission one = at_start();
  EXPECT_FALSE(is_judged(one, start + delay - milliseconds(1), delay));
  EXPECT_TRUE(is_judged(one, start + delay, delay));
  EXPECT_TRUE(is_judged(one, start, milliseconds(0)));
  EXPECT_TRUE(is_judged(at_start(verdict::result_500), start + delay, delay)) << "the breakdown is there";
}

TEST(Judging, EndsAsItWasAskedTo) {
  struct row {
    verdict outcome;
    const char* status;
  };
  for (const auto& [outcome, status] : {row{verdict::failed, "failed"}, row{verdict::rejected, "rejected"},
                                        row{verdict::invalidated, "invalidated"}}) {
    const submission one = at_start(outcome);
    EXPECT_EQ(statuses(one, start + delay).back(), status);
    EXPECT_FALSE(is_judged(one, start + delay, delay)) << status;
    EXPECT_TRUE(rejection_reason(one, start, delay).empty());
    EXPECT_FALSE(rejection_reason(one, start + delay, delay).empty());
  }
  EXPECT_TRUE(rejection_reason(at_start(), start + delay, delay).empty());
}

TEST(Judging, DependsOnTheContentAlone) {
  const auto one = judge_answer({"answer", {}});
  EXPECT_EQ(one.final_score, judge_answer({"answer", {}}).final_score);
  EXPECT_NE(
      one.lanes[0].score * 1000 + one.lanes[1].score,
      judge_answer({"another", {}}).lanes[0].score * 1000 + judge_answer({"another", {}}).lanes[1].score);
  EXPECT_NE(judge_answer({"answer", {{"a", "b", {}}}}).final_score, one.final_score);
}

TEST(Judging, GivesEveryAnswerTheFixedScoreOfItsChallenge) {
  for (const char* content : {"one", "another"}) {
    submission made = at_start();
    made.answer.content = content;
    made.fixed_score = 72;
    const auto judged = judge(made);
    EXPECT_EQ(judged.final_score, 72);
    EXPECT_EQ(judged.result_state, "clean");
    EXPECT_EQ(judged.lanes.at(0).score, 72);
  }
}

TEST(Judging, ScoresWithinTheScale) {
  for (int i = 0; i < 300; ++i) {
    const auto judged = judge_answer({std::to_string(i), {}});
    ASSERT_EQ(judged.lanes.size(), 4U);
    double sum = 0;
    for (const lane& one : judged.lanes) {
      EXPECT_GE(one.score, 0);
      EXPECT_LE(one.score, 100);
      sum += one.score;
    }
    EXPECT_NEAR(judged.final_score, sum / 4, 0.051);
    EXPECT_FALSE(judged.strengths.empty());
    EXPECT_FALSE(judged.weaknesses.empty());
  }
}
