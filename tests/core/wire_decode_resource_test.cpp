#include "core/wire/decode.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

TEST(DecodeChallenges, ReadsListAndPagination) {
  const auto page = decode_challenges(R"({"data":[
      {"id":"c1","title":"One","status":"active","format":"sprint","category":"x","time_limit_minutes":30,"entry_fee_cents":500,
       "description":"d","prompt":"p","starts_at":"2026-03-22T10:00:00+00:00","ends_at":null},
      {"id":"c2"}],
    "request_id":"req_1","pagination":{"total":"100","page":2,"limit":20.0,"has_more":true}})");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->items.size(), 2u);
  const auto& first = page->items.front();
  EXPECT_EQ(first.id.str(), "c1");
  EXPECT_EQ(first.status, "active");
  EXPECT_EQ(first.prompt, "p");
  EXPECT_EQ(first.time_limit, 30min);
  EXPECT_EQ(first.entry_fee_cents, 500);
  EXPECT_FALSE(first.ends_at);
  EXPECT_EQ(page->info, (page_info{.total = 100, .page = 2, .limit = 20, .has_more = true}));
}

TEST(DecodeChallenges, TakesEveryWrappingAndSkipsWhatHasNoId) {
  for (const auto* const body :
       {R"([{"id":"c1"},{"title":"no id"},null])", R"({"challenges":[{"id":"c1"},{"id":"../c2"}]})",
        R"({"data":{"challenges":[{"id":"c1"}],"pagination":{"total":1}}})"}) {
    const auto page = decode_challenges(body);
    ASSERT_TRUE(page) << body;
    EXPECT_EQ(page->items.size(), 1u) << body;
  }
  EXPECT_FALSE(decode_challenges("[]")->info);
  EXPECT_EQ(decode_challenges(R"({"data":{"challenges":[],"pagination":{"total":1}}})")->info->total, 1);
  EXPECT_EQ(decode_challenges(R"({"data":[],"pagination":{"total":99999999999}})")->info->total, 0)
      << "out of range";
}

TEST(DecodeChallenges, IsABadAnswerWithoutAList) {
  for (const auto* const body : {"{}", R"({"data":{}})", R"({"data":"x"})", "3", ""}) {
    ASSERT_FALSE(decode_challenges(body)) << body;
  }
}

TEST(DecodeChallenge, TakesEnvelopeOrBare) {
  for (const auto* const body : {R"({"data":{"id":"c1","title":"T"}})", R"({"id":"c1","title":"T"})"}) {
    const auto read = decode_challenge(body);
    ASSERT_TRUE(read) << body;
    EXPECT_EQ(read->id.str(), "c1");
    EXPECT_EQ(read->title, "T");
  }
  EXPECT_EQ(decode_challenge(R"({"data":[]})").error().message,
            "The arena's answer could not be understood: the challenge has no usable id.");
}

TEST(DecodeOpenedSession, ReadsTheDocumentedAndTheObservedShape) {
  const auto observed = decode_opened_session(
      R"({"data":{"session_id":"s1","expires_at":"2026-03-22T11:00:00.5+00:00","version_snapshot":{"v":1},"existing":true},"request_id":"r"})");
  ASSERT_TRUE(observed);
  EXPECT_EQ(observed->session_id.str(), "s1");
  EXPECT_EQ(observed->expires_at, parse_iso8601("2026-03-22T11:00:00.500Z"));
  EXPECT_TRUE(observed->existing);
  EXPECT_FALSE(observed->entry_id);

  const auto documented =
      decode_opened_session(R"({"id":"s2","entry_id":"e2","status":"open","expires_at":null})");
  ASSERT_TRUE(documented);
  EXPECT_EQ(documented->session_id.str(), "s2");
  EXPECT_EQ(documented->entry_id->str(), "e2");
  EXPECT_FALSE(documented->existing);
  EXPECT_FALSE(documented->expires_at);
}

TEST(DecodeOpenedSession, PrefersItsOwnNameAndFallsBackWhenThatIsUnusable) {
  EXPECT_EQ(decode_opened_session(R"({"id":"other","session_id":"s1"})")->session_id.str(), "s1");
  EXPECT_EQ(decode_opened_session(R"({"id":"s1","session_id":"../x"})")->session_id.str(), "s1");
  EXPECT_EQ(decode_opened_session(R"({"id":"/"})").error().kind, errc::bad_answer);
}

TEST(DecodeSession, ReadsEveryField) {
  const auto read = decode_session(
      R"({"data":{"id":"s1","challenge_id":"c1","agent_id":"a1","entry_id":"e1","status":"open",
      "opened_at":"2026-03-22T10:00:00Z","closed_at":null,"expires_at":"2026-03-22T11:00:00Z",
      "submission_deadline_at":"2026-03-22T11:05:00Z","attempt_count":0,"max_attempts":"3","time_limit_seconds":3600,
      "submission_count":1.0}})");
  ASSERT_TRUE(read);
  session expected;
  expected.id = *session_id::parse("s1");
  expected.challenge_id = *challenge_id::parse("c1");
  expected.agent_id = *agent_id::parse("a1");
  expected.entry_id = *entry_id::parse("e1");
  expected.status = session_status::open;
  expected.opened_at = parse_iso8601("2026-03-22T10:00:00Z");
  expected.expires_at = parse_iso8601("2026-03-22T11:00:00Z");
  expected.submission_deadline_at = parse_iso8601("2026-03-22T11:05:00Z");
  expected.attempt_count = 0;
  expected.max_attempts = 3;
  expected.time_limit = 3600s;
  expected.submission_count = 1;
  EXPECT_EQ(*read, expected);
}

TEST(DecodeSession, DoesWithoutEverythingButItsId) {
  session expected;
  expected.id = *session_id::parse("s1");
  EXPECT_EQ(*decode_session(
                R"({"session_id":"s1","time_limit_seconds":0,"attempt_count":"many","entry_id":"../.."})"),
            expected);
  EXPECT_EQ(decode_session(R"({"status":"open"})").error().kind, errc::bad_answer);
}

TEST(DecodeSubmission, ReadsTheFirstAnswerAndItsRepeat) {
  const auto first = decode_submission(
      R"({"data":{"id":"sub1","challenge_id":"c1","agent_id":"a1","submission_status":"received",
      "submitted_at":"2026-03-22T10:30:00.000001+00:00","idempotent":false},"request_id":"r"})");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->id.str(), "sub1");
  EXPECT_EQ(first->status, submission_status::received);
  EXPECT_EQ(first->status.text(), "received");
  EXPECT_FALSE(first->idempotent);
  EXPECT_FALSE(first->session_id);
  EXPECT_EQ(first->submitted_at, parse_iso8601("2026-03-22T10:30:00Z"));
  EXPECT_TRUE(decode_submission(R"({"id":"sub1","idempotent":true})")->idempotent);
}

TEST(DecodeSubmission, ReadsStateAndReason) {
  const auto read =
      decode_submission(R"({"data":{"id":"sub1","session_id":"s1","submission_status":"rejected",
      "rejection_reason":"too short","created_at":"2026-03-22T10:30:00Z","events":[{"event_type":"x"}]}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->status, submission_status::rejected);
  EXPECT_EQ(read->rejection_reason, "too short");
  EXPECT_EQ(read->session_id->str(), "s1");
  EXPECT_TRUE(read->created_at);
}

TEST(DecodeSubmission, ReadsTheConnectorsNamesAndKeepsAnUnknownStatus) {
  const auto read = decode_submission(R"({"submission_id":"sub1","submitted_at":"x","status":"pondering"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id.str(), "sub1");
  EXPECT_EQ(read->status, submission_status::unknown);
  EXPECT_EQ(read->status.text(), "pondering");
  EXPECT_FALSE(read->submitted_at);
  EXPECT_EQ(decode_submission(R"({"status":"received"})").error().kind, errc::bad_answer);
}

constexpr std::string_view verdict = R"("final_score":87.5,"result_state":"clean",
    "lane_breakdown":{"accuracy":{"score":90,"summary":"good"},"speed":{"score":null,"summary":"-"},"style":75,"odd":"x"},
    "strengths":["a","b",7],"weaknesses":[],"improvement_priorities":"tests","comparison_note":"above","confidence_note":null)";

void expect_the_verdict(const breakdown& read) {
  EXPECT_EQ(read.final_score, 87.5);
  EXPECT_EQ(read.result_state, "clean");
  ASSERT_EQ(read.lanes.size(), 3u);
  EXPECT_EQ(read.lanes.at("accuracy"), (lane_score{90.0, "good"}));
  EXPECT_EQ(read.lanes.at("speed"), (lane_score{std::nullopt, "-"}));
  EXPECT_EQ(read.lanes.at("style"), (lane_score{75.0, ""}));
  EXPECT_EQ(read.strengths, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(read.weaknesses.empty());
  EXPECT_EQ(read.improvement_priorities, std::vector<std::string>{"tests"});
  EXPECT_EQ(read.comparison_note, "above");
  EXPECT_EQ(read.confidence_note, "");
}

TEST(DecodeBreakdown, ReadsTheDocumentedAndTheObservedShape) {
  const std::string fields(verdict);
  for (const auto& body :
       {"{" + fields + "}", R"({"data":{)" + fields + "}}",
        R"({"data":{"submission_id":"sub1","audience":"competitor","version":1,"content":{)" + fields + "}}}",
        R"({"content":{)" + fields + R"(},"generated_at":"2026-03-22T10:00:00Z"})"}) {
    const auto read = decode_breakdown(body);
    ASSERT_TRUE(read) << body;
    expect_the_verdict(*read);
  }
}

TEST(DecodeBreakdown, ReadsAMixtureOfBoth) {
  const auto read =
      decode_breakdown(R"({"data":{"final_score":"88","content":{"final_score":null,"strengths":["x"]}}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->final_score, 88.0);
  EXPECT_EQ(read->strengths, std::vector<std::string>{"x"});
}

TEST(DecodeBreakdown, IsABadAnswerWhenItSaysNothing) {
  for (const auto* const body : {"{}", R"({"data":null})", R"({"data":{"content":null,"version":1}})", "[]",
                                 R"({"content":"text"})"}) {
    ASSERT_FALSE(decode_breakdown(body)) << body;
    EXPECT_EQ(decode_breakdown(body).error().kind, errc::bad_answer);
  }
}

TEST(DecodeMatchResult, ReadsTheDocumentedShape) {
  const auto read = decode_match_result(
      R"({"data":{"id":"r1","submission_id":"sub1","final_score":91,"result_state":"audited",
      "confidence_level":"high","audit_triggered":true,"finalized_at":"2026-03-22T12:00:00Z"}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id.str(), "r1");
  EXPECT_EQ(read->submission_id->str(), "sub1");
  EXPECT_EQ(read->score, 91.0);
  EXPECT_EQ(read->state, "audited");
  EXPECT_EQ(read->confidence_level, "high");
  EXPECT_TRUE(read->audit_triggered);
  EXPECT_EQ(read->finalized_at, parse_iso8601("2026-03-22T12:00:00Z"));
  EXPECT_FALSE(read->rank);
}

TEST(DecodeMatchResult, ReadsTheObservedShape) {
  const auto read = decode_match_result(
      R"({"id":"r1","submission_id":"sub1","challenge_id":"c1","agent_id":"a1","score":"77.25","rank":2,
      "status":"final","judged_at":"2026-03-22T12:00:00.123456+00:00"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->score, 77.25);
  EXPECT_EQ(read->state, "final");
  EXPECT_EQ(read->rank, 2);
  EXPECT_EQ(read->finalized_at, parse_iso8601("2026-03-22T12:00:00.123Z"));
}

TEST(DecodeMatchResult, AFieldThatCannotBeReadGivesWayToItsOtherName) {
  const auto read = decode_match_result(
      R"({"id":"r1","final_score":"n/a","score":5,"finalized_at":"","judged_at":"2026-03-22T12:00:00Z"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->score, 5.0);
  EXPECT_TRUE(read->finalized_at);
  EXPECT_EQ(decode_match_result(R"({"submission_id":"sub1","score":5})").error().kind, errc::bad_answer);
  EXPECT_EQ(decode_match_result(R"({"id":"a/b"})").error().kind, errc::bad_answer);
}

}  // namespace
