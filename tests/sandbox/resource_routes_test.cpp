// The resources through the whole service, with hand-made times: statuses, envelope, headers and error
// shapes.
#include "sandbox/id_source.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;

namespace {

struct opened_world : world {
  challenge& of = add_challenge();
  std::string session_id =
      text_at_pointer(ask("POST", "/api/v1/challenges/" + of.id.str() + "/sessions"), "/data/id");
  std::string submissions_path = "/api/v1/sessions/" + session_id + "/submissions";
};

}  // namespace

TEST(Resource, IsEnvelopedWithARequestIdThatIsABareUuid) {
  world some;
  const auto given = some.ask("GET", "/api/v1/challenges");
  EXPECT_TRUE(is_uuid(text_at_pointer(given, "/request_id")));
  EXPECT_EQ(text_at_pointer(given, "/request_id"), header_of(given, "X-Request-ID"));
  EXPECT_EQ(header_of(given, "X-API-Version"), "1");
}

TEST(Resource, IgnoresTheAgentKeyHeader) {
  world some;
  request by_key = with_bearer("GET", "/api/v1/sessions/x", "");
  by_key.api_key = some.arena.people.at(0).key;
  expect_error(some.ask(by_key), 401, "UNAUTHORIZED");
}

TEST(ChallengeRoutes, TellTheLimitAndWhatIsLeftButNeverAReset) {
  world some;
  const auto by_token = some.ask("GET", "/api/v1/challenges");
  EXPECT_EQ(header_of(by_token, "X-RateLimit-Limit"), "300");
  EXPECT_EQ(header_of(by_token, "X-RateLimit-Remaining"), "299");
  EXPECT_FALSE(header_of(by_token, "X-RateLimit-Reset"));
  const auto anonymous = some.ask(with_bearer("GET", "/api/v1/challenges/x", ""));
  EXPECT_EQ(header_of(anonymous, "X-RateLimit-Limit"), "60");
  EXPECT_EQ(anonymous.status, 404);
}

TEST(ChallengeRoutes, LimitAnonymousReadsTo60AMinute) {
  world some;
  for (int i = 0; i < 60; ++i) {
    ASSERT_EQ(some.ask(with_bearer("GET", "/api/v1/challenges", i % 2 == 0 ? "" : "wrong")).status, 200);
  }
  const auto refused = some.ask(with_bearer("GET", "/api/v1/challenges", ""));
  expect_error(refused, 429, "RATE_LIMITED");
  EXPECT_EQ(header_of(refused, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(some.ask("GET", "/api/v1/challenges").status, 200) << "tokens have a window of their own";
}

TEST(ChallengeRoutes, TakeAWrongTokenForNone) {
  world some;
  some.add_challenge();
  some.add_challenge().judging = true;
  EXPECT_EQ(at(some.ask(with_bearer("GET", "/api/v1/challenges", "bouts_sk_wrong")), "/pagination/total"), 1);
  EXPECT_EQ(at(some.ask("GET", "/api/v1/challenges"), "/pagination/total"), 2);
}

TEST(ChallengeRoutes, GivePages) {
  world some;
  for (int i = 0; i < 3; ++i) {
    some.add_challenge();
  }
  const auto page = some.ask("GET", "/api/v1/challenges?limit=2&status=active&page=1");
  EXPECT_EQ(at(page, "/pagination"),
            (json::value{{"total", 3}, {"page", 1}, {"limit", 2}, {"has_more", true}}));
  EXPECT_EQ(at(page, "/data").as_array().size(), 2U);
  EXPECT_EQ(at(some.ask("GET", "/api/v1/challenges?limit=2&page=2"), "/pagination/has_more"), false);
  EXPECT_EQ(at(some.ask("GET", "/api/v1/challenges?status=judging"), "/pagination/total"), 0);
}

TEST(ChallengeRoutes, RefuseAWrongQuery) {
  world some;
  for (const char* query : {"limit=51", "limit=0", "limit=x", "page=0", "page=-1", "limit="}) {
    expect_error(some.ask("GET", std::string("/api/v1/challenges?") + query), 400, "VALIDATION_ERROR");
  }
}

TEST(ChallengeRoutes, KeepTheWorldsApart) {
  world some;
  const challenge& one = some.add_challenge();
  const auto across =
      some.ask(with_bearer("GET", "/api/v1/challenges/" + one.id.str(), some.arena.people.at(0).test_token));
  expect_error(across, 403, "ENVIRONMENT_MISMATCH");
}

TEST(ChallengeRoutes, ListTheStableSandboxChallengesForAnybody) {
  world some;
  const auto given = some.ask(with_bearer("GET", "/api/v1/sandbox/challenges", ""));
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(at(given, "/data").as_array().size(), 3U);
  EXPECT_TRUE(at(given, "/pagination").is_null());
  const auto page = some.ask("GET", "/api/v1/sandbox/challenges?limit=2&page=2");
  EXPECT_EQ(text_at_pointer(page, "/data/0/id"), text_at_pointer(given, "/data/2/id"));
  EXPECT_EQ(at(page, "/pagination"),
            (json::value{{"total", 3}, {"page", 2}, {"limit", 2}, {"has_more", false}}));
  EXPECT_EQ(at(some.ask("GET", "/api/v1/sandbox/challenges?category=debugging"), "/data").as_array().size(),
            1U);
  expect_error(some.ask("GET", "/api/v1/sandbox/challenges?limit=51"), 400, "VALIDATION_ERROR");
}

TEST(ChallengeRoutes, TellAResetTimeAsDocumentedOnly) {
  arena_options options = two_agents();
  options.answers_as = contract::documented;
  world some(options);
  const auto reset = (start + seconds(60)).time_since_epoch() / seconds(1);
  EXPECT_EQ(header_of(some.ask("GET", "/api/v1/challenges"), "X-RateLimit-Reset"), std::to_string(reset));
}

TEST(OpeningRoute, CarriesTheDocumentedAndTheObservedFields) {
  world some;
  const challenge& one = some.add_challenge();
  const entry& part = some.assign_to(0, one);
  const std::string path = "/api/v1/challenges/" + one.id.str() + "/sessions";
  const auto first = some.ask("POST", path);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(text_at_pointer(first, "/data/id"), text_at_pointer(first, "/data/session_id"));
  EXPECT_EQ(text_at_pointer(first, "/data/entry_id"), part.id.str());
  EXPECT_EQ(text_at_pointer(first, "/data/expires_at"), "2026-03-22T11:00:00.000Z");
  EXPECT_TRUE(at(first, "/data/version_snapshot").is_object());
  EXPECT_EQ(at(first, "/data/existing"), false);
  const auto second = some.ask("POST", path, {}, start + seconds(30));
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(at(second, "/data/existing"), true);
  EXPECT_EQ(text_at_pointer(second, "/data/session_id"), text_at_pointer(first, "/data/session_id"));
}

TEST(OpeningRoute, IsClosedToAnAgentKey) {
  world some;
  const challenge& one = some.add_challenge();
  const auto refused = some.ask(
      with_bearer("POST", "/api/v1/challenges/" + one.id.str() + "/sessions", some.arena.people.at(0).key));
  expect_error(refused, 403, "UNAUTHORIZED");
}

TEST(SessionRoute, ShowsEveryDocumentedField) {
  opened_world some;
  const auto data = at(some.ask("GET", "/api/v1/sessions/" + some.session_id), "/data").as_object();
  for (const char* key : {"id", "challenge_id", "agent_id", "entry_id", "status", "opened_at", "closed_at",
                          "expires_at", "submission_deadline_at", "attempt_count", "max_attempts",
                          "time_limit_seconds", "submission_count"}) {
    EXPECT_TRUE(data.contains(key)) << key;
  }
  EXPECT_EQ(data.at("status"), "open");
  EXPECT_EQ(data.at("time_limit_seconds"), 3600);
  EXPECT_EQ(data.at("submission_count"), 0);
  EXPECT_EQ(data.at("opened_at"), "2026-03-22T10:00:00.000000+00:00");
}

TEST(SubmissionRoute, TakesASolutionAndTheSameKeyFindsIt) {
  opened_world some;
  const auto first = some.ask("POST", some.submissions_path, R"({"content":"x"})");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(text_at_pointer(first, "/data/submission_status"), "received");
  EXPECT_EQ(at(first, "/data/idempotent"), false);
  const auto again = some.ask("POST", some.submissions_path, R"({"content":"x"})");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(at(again, "/data/idempotent"), true);
  EXPECT_EQ(text_at_pointer(again, "/data/id"), text_at_pointer(first, "/data/id"));
  EXPECT_EQ(at(some.ask("GET", "/api/v1/sessions/" + some.session_id), "/data/submission_count"), 1);
}

TEST(SubmissionRoute, RefusesWithItsCodes) {
  opened_world some;
  request in =
      with_bearer("POST", some.submissions_path, some.arena.people.at(0).token, R"({"content":"x"})");
  in.idempotency_key = "my-unique-key";
  expect_error(some.ask(in), 400, "INVALID_IDEMPOTENCY_KEY");
  in.idempotency_key.clear();
  expect_error(some.ask(in), 400, "INVALID_IDEMPOTENCY_KEY");
  expect_error(some.ask("POST", some.submissions_path, "{"), 400, "INVALID_JSON");
  expect_error(some.ask("POST", some.submissions_path, "{}"), 400, "VALIDATION_ERROR");
  expect_error(some.ask("POST", "/api/v1/sessions/x/submissions", R"({"content":"x"})"), 404, "NOT_FOUND");
}

TEST(SubmissionRoute, RefusesASecondSubmission) {
  opened_world some;
  EXPECT_EQ(some.ask("POST", some.submissions_path, R"({"content":"x"})").status, 201);
  request other =
      with_bearer("POST", some.submissions_path, some.arena.people.at(0).token, R"({"content":"x"})");
  other.idempotency_key = key_of_64('b');
  expect_error(some.ask(other), 409, "DUPLICATE_SUBMISSION");
}

TEST(SubmissionRoute, SpendsItsFiveAMinuteBeforeTheKeyIsLookedUp) {
  opened_world some;
  for (int i = 0; i < 5; ++i) {
    EXPECT_LT(some.ask("POST", some.submissions_path, R"({"content":"x"})").status, 300);
  }
  expect_error(some.ask("POST", some.submissions_path, R"({"content":"x"})"), 429, "RATE_LIMITED");
  EXPECT_EQ(some.ask("POST", some.submissions_path, R"({"content":"x"})", start + seconds(60)).status, 200);
}

TEST(SubmissionRoute, MayBeUsedWithAnAgentKey) {
  opened_world some;
  const auto taken =
      some.ask(with_bearer("POST", some.submissions_path, some.arena.people.at(0).key, R"({"content":"x"})"));
  EXPECT_EQ(taken.status, 201);
}

TEST(ResultRoutes, Are404UntilTheJudgeHasFinished) {
  opened_world some;
  const auto id = text_at_pointer(some.ask("POST", some.submissions_path, R"({"content":"x"})"), "/data/id");
  const auto early = start + seconds(10) - milliseconds(1);
  EXPECT_EQ(
      text_at_pointer(some.ask("GET", "/api/v1/submissions/" + id, {}, early), "/data/submission_status"),
      "judging");
  expect_error(some.ask("GET", "/api/v1/submissions/" + id + "/breakdown", {}, early), 404, "NOT_FOUND");
  expect_error(some.ask("GET", "/api/v1/results/" + id, {}, early), 404, "NOT_FOUND");
  const auto late = start + seconds(10);
  const auto done = some.ask("GET", "/api/v1/submissions/" + id, {}, late);
  EXPECT_EQ(text_at_pointer(done, "/data/submission_status"), "completed");
  EXPECT_EQ(at(done, "/data/events").as_array().size(), 5U);
  EXPECT_EQ(some.ask("GET", "/api/v1/submissions/" + id + "/breakdown", {}, late).status, 200);
  EXPECT_EQ(some.ask("GET", "/api/v1/results/" + id, {}, late).status, 200);
}

TEST(ResultRoutes, CarryTheDocumentedAndTheObservedFields) {
  opened_world some;
  const auto id = text_at_pointer(some.ask("POST", some.submissions_path, R"({"content":"x"})"), "/data/id");
  const auto late = start + seconds(10);
  const auto breakdown = some.ask("GET", "/api/v1/submissions/" + id + "/breakdown", {}, late);
  for (const char* key : {"final_score", "result_state", "lane_breakdown", "strengths", "weaknesses",
                          "improvement_priorities", "comparison_note", "confidence_note"}) {
    const auto documented = at(breakdown, "/data/" + std::string(key));
    EXPECT_FALSE(documented.is_null()) << key;
    EXPECT_EQ(documented, at(breakdown, "/data/content/" + std::string(key))) << key;
  }
  EXPECT_EQ(text_at_pointer(breakdown, "/data/submission_id"), id);
  const auto result = some.ask("GET", "/api/v1/results/" + id, {}, late);
  EXPECT_EQ(at(result, "/data/final_score"), at(breakdown, "/data/final_score"));
  EXPECT_EQ(at(result, "/data/score"), at(result, "/data/final_score"));
  EXPECT_EQ(at(result, "/data/status"), at(result, "/data/result_state"));
  EXPECT_EQ(at(result, "/data/rank"), 1);
  EXPECT_TRUE(at(result, "/data/audit_triggered").is_bool());
  EXPECT_EQ(text_at_pointer(result, "/data/finalized_at"), "2026-03-22T10:00:10.000Z");
  EXPECT_EQ(text_at_pointer(result, "/data/judged_at"), "2026-03-22T10:00:10.000000+00:00");
  const auto by_own_id = some.ask("GET", "/api/v1/results/" + text_at_pointer(result, "/data/id"), {}, late);
  EXPECT_EQ(at(by_own_id, "/data"), at(result, "/data"));
}

TEST(ResultRoutes, StayAwayAfterARejection) {
  opened_world some;
  some.of.outcome = verdict::rejected;
  const auto id = text_at_pointer(some.ask("POST", some.submissions_path, R"({"content":"x"})"), "/data/id");
  const auto late = start + hours(1);
  const auto done = some.ask("GET", "/api/v1/submissions/" + id, {}, late);
  EXPECT_EQ(text_at_pointer(done, "/data/submission_status"), "rejected");
  EXPECT_FALSE(text_at_pointer(done, "/data/rejection_reason").empty());
  EXPECT_EQ(some.ask("GET", "/api/v1/submissions/" + id + "/breakdown", {}, late).status, 404);
}

TEST(DryRun, ChecksAndWritesNothing) {
  world some;
  const challenge& one = some.add_challenge();
  const std::string path = "/api/v1/dry-run/validate";
  EXPECT_EQ(at(some.ask("POST", path, R"({"action":"auth_check"})"), "/data/valid"), true);
  EXPECT_EQ(at(some.ask(with_bearer("POST", path, "", R"({"action":"auth_check"})")), "/data/valid"), false);
  const std::string create = R"({"action":"session_create","challenge_id":")" + one.id.str() + "\"}";
  EXPECT_EQ(at(some.ask("POST", path, create), "/data/valid"), true);
  EXPECT_EQ(at(some.ask("POST", path, create, start + hours(3)), "/data/valid"), false);
  EXPECT_EQ(some.arena.sessions.size(), 0U);
  const auto submit =
      some.ask("POST", path, R"({"action":"submission_create","session_id":"x","content":"y"})");
  EXPECT_EQ(at(submit, "/data/valid"), false);
  EXPECT_EQ(at(submit, "/data/checks").as_array().size(), 5U) << "auth, scopes, scope, session, content";
  expect_error(some.ask("POST", path, R"({"action":"destroy"})"), 400, "VALIDATION_ERROR");
  expect_error(some.ask("POST", path, "{"), 400, "INVALID_JSON");
}
