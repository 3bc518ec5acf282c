#include "daemon/rehearsal.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace arena {
namespace {

rehearsal_facts all_well() {
  return {.started = true,
          .attempts = 1,
          .lists_repeated = 4,
          .bouts = 1,
          .killed_at_work = true,
          .bout_state = "judged",
          .has_submission = true,
          .content_there = "42",
          .content_here = "42",
          .submission_requests = 3,
          .faults_met = 9,
          .events = 5,
          .ended_in_time = true,
          .score = "61"};
}

std::string failures(const rehearsal_facts& facts) {
  std::string subjects;
  for (const auto& row : judge_rehearsal(facts)) {
    if (row.mark == check_mark::failed) {
      subjects += (subjects.empty() ? "" : ", ") + row.subject;
      EXPECT_NE(row.remedy, "") << row.subject;
    }
  }
  return subjects;
}

TEST(Rehearsal, PassesWhenAllWentWell) {
  EXPECT_EQ(failures(all_well()), "");
  EXPECT_EQ(check_code(judge_rehearsal(all_well())), exit_code::ok);
}

TEST(Rehearsal, FailsByWhatWentWrong) {
  struct row {
    void (*spoil)(rehearsal_facts&);
    const char* failed;
  };
  const row table[] = {
      {[](rehearsal_facts& f) { f.started = false; }, "started"},
      {[](rehearsal_facts& f) { f.attempts = 2; }, "kill -9"},
      {[](rehearsal_facts& f) { f.has_submission = false; }, "answer"},
      {[](rehearsal_facts& f) { f.content_there = "43"; }, "unchanged"},
      {[](rehearsal_facts& f) { f.throttled = 1; }, "events"},
      {[](rehearsal_facts& f) { f.ended_in_time = false; }, "in time"},
      {[](rehearsal_facts& f) { f.faults_met = 0; }, "weather"},
      {[](rehearsal_facts& f) { f.bouts = 2; }, "duplicate"},
      {[](rehearsal_facts& f) { f.lists_repeated = 0; }, "duplicate"},
  };
  for (const auto& [spoil, failed] : table) {
    auto facts = all_well();
    spoil(facts);
    EXPECT_EQ(failures(facts), failed);
    EXPECT_EQ(check_code(judge_rehearsal(facts)), exit_code::failed);
  }
}

TEST(Rehearsal, AllowsTheRetriesOfTheAgent) {
  auto facts = all_well();
  facts.attempts = 2;
  facts.attempts_allowed = 2;
  EXPECT_EQ(failures(facts), "");
}

TEST(Rehearsal, ReadsWhatTheArenaTells) {
  rehearsal_facts facts;
  read_entry(R"({"entries":[{"submission_requests":2,"events_accepted":7,
                 "submission":{"content":"x","final_score":62.5}}]})",
             facts);
  EXPECT_TRUE(facts.has_submission);
  EXPECT_EQ(facts.content_there, "x");
  EXPECT_EQ(facts.submission_requests, 2);
  EXPECT_EQ(facts.events, 7);
  EXPECT_EQ(facts.score, "62.5");
  read_requests(
      R"({"requests":[{"path":"/api/v1/agents/ping","status":503},{"path":"/api/v1/agents/ping","status":200},
                    {"path":"/api/v1/sessions/x/submissions","status":0},{"path":"/api/v1/challenges/assigned","status":429},
                    {"path":"/api/v1/challenges/assigned","status":200},
                    {"path":"/api/v1/events/stream","status":429},{"path":"/_arena/fault","status":500}]})",
      facts);
  EXPECT_EQ(facts.faults_met, 3);
  EXPECT_EQ(facts.lists_repeated, 1);
  EXPECT_EQ(facts.throttled, 1);
}

TEST(Rehearsal, MakesNothingOfAnAnswerThatItCannotRead) {
  for (const char* text :
       {"", "[]", "{", R"({"entries":[]})", R"({"entries":[{"submission":null}]})", R"({"requests":3})"}) {
    rehearsal_facts facts;
    read_entry(text, facts);
    read_requests(text, facts);
    EXPECT_FALSE(facts.has_submission) << text;
    EXPECT_EQ(facts.faults_met, 0) << text;
  }
}

}  // namespace
}  // namespace arena
