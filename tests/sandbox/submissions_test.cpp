#include "sandbox/submissions.hpp"

#include "sandbox/sessions.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;

namespace {

struct opened_world : world {
  challenge& of = add_challenge();
  std::string session_id = open_session(arena, production(), of.id.str(), start)->opened->id.str();

  answer_or_refusal<handed_in> hand_in(const std::string& key, std::string content = "answer",
                                       wall_time now = start) {
    return submit(arena, production(), session_id, key, {std::move(content), {}}, now);
  }
};

}  // namespace

TEST(Submission, IsTakenOnce) {
  opened_world some;
  const auto first = some.hand_in(key_of_64('a'));
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->idempotent);
  EXPECT_EQ(first->taken->answer.content, "answer");
  const auto other = some.hand_in(key_of_64('b'));
  EXPECT_EQ(other.error().status, 409);
  EXPECT_EQ(other.error().code, "DUPLICATE_SUBMISSION");
}

TEST(Submission, IsFoundAgainByItsKey) {
  opened_world some;
  const auto first = some.hand_in(key_of_64(), "first");
  const auto again = some.hand_in(key_of_64(), "second");
  ASSERT_TRUE(first && again);
  EXPECT_TRUE(again->idempotent);
  EXPECT_EQ(again->taken, first->taken);
  EXPECT_EQ(again->taken->answer.content, "first");
  EXPECT_EQ(some.arena.submissions.size(), 1U);
  EXPECT_EQ(some.arena.find_entry(0, some.of.id)->submission_requests, 2);
}

TEST(Submission, LeavesAProductionSessionOpen) {
  opened_world some;
  ASSERT_TRUE(some.hand_in(key_of_64()));
  EXPECT_TRUE(some.arena.sessions.at(some.session_id).open);
  EXPECT_EQ(some.arena.find_entry(0, some.of.id)->status, entry_status::submitted);
  EXPECT_TRUE(open_session(some.arena, some.production(), some.of.id.str(), start)->existing);
}

TEST(Submission, CompletesASandboxSession) {
  opened_world some;
  some.of.where = environment::sandbox;
  const auto hand_in = [&](char key) {
    return submit(some.arena, some.sandboxed(), some.session_id, key_of_64(key), {"x", {}},
                  start + seconds(9));
  };
  ASSERT_TRUE(hand_in('a'));
  const session& closed = some.arena.sessions.at(some.session_id);
  EXPECT_FALSE(closed.open);
  EXPECT_EQ(closed.closed_at, start + seconds(9));
  EXPECT_EQ(hand_in('b').error().code, "SESSION_CLOSED");
  EXPECT_TRUE(hand_in('a')->idempotent);
}

TEST(Submission, IsTakenAfterTheSessionHasExpired) {
  opened_world some;
  EXPECT_TRUE(some.hand_in(key_of_64(), "late", start + minutes(61)));
}

TEST(Submission, IsRefusedOnceTheChallengeIsJudged) {
  opened_world some;
  some.of.judging = true;
  EXPECT_EQ(some.hand_in(key_of_64()).error().code, "SESSION_CLOSED");
}

TEST(Submission, IsRejectedWhereTheChallengeSaysSo) {
  opened_world some;
  some.of.outcome = verdict::refused;
  const auto refused = some.hand_in(key_of_64());
  EXPECT_EQ(refused.error().status, 400);
  EXPECT_EQ(refused.error().code, "SUBMISSION_REJECTED");
}

TEST(Submission, ByAgentKeyIsTakenOnce) {
  world some;
  const challenge& one = some.add_challenge();
  EXPECT_EQ(submit_by_key(some.arena, 0, one.id.str(), {"x", {}}, start).error().status, 404)
      << "no entry yet";
  some.assign_to(0, one);
  ASSERT_TRUE(submit_by_key(some.arena, 0, one.id.str(), {"x", {}}, start));
  EXPECT_EQ(submit_by_key(some.arena, 0, one.id.str(), {"x", {}}, start).error().status, 409);
  EXPECT_EQ(submit_by_key(some.arena, 0, "nowhere", {"x", {}}, start).error().status, 404);
}

TEST(Submission, OfBothWaysIsOne) {
  opened_world some;
  ASSERT_TRUE(submit_by_key(some.arena, 0, some.of.id.str(), {"x", {}}, start));
  EXPECT_EQ(some.hand_in(key_of_64()).error().code, "DUPLICATE_SUBMISSION");
}

TEST(Submission, IsSeenByItsOwnerAlone) {
  opened_world some;
  const submission& taken = *some.hand_in(key_of_64())->taken;
  EXPECT_TRUE(see_submission(some.arena, some.production(0), taken.id.str()));
  EXPECT_EQ(see_submission(some.arena, some.production(1), taken.id.str()).error().status, 404);
  EXPECT_EQ(see_submission(some.arena, some.sandboxed(0), taken.id.str()).error().status, 403);
  EXPECT_EQ(*see_result(some.arena, some.production(0), taken.id.str()), &taken);
  EXPECT_EQ(*see_result(some.arena, some.production(0), taken.result_id), &taken);
  EXPECT_EQ(see_result(some.arena, some.production(0), "none").error().status, 404);
}

TEST(IdempotencyKey, HasExactly64Characters) {
  EXPECT_TRUE(check_idempotency_key(key_of_64(), contract::observed));
  for (const std::size_t length : {0U, 1U, 36U, 63U, 65U}) {
    const auto refused = check_idempotency_key(std::string(length, 'a'), contract::observed);
    EXPECT_EQ(refused.error().status, 400);
    EXPECT_EQ(refused.error().code, "INVALID_IDEMPOTENCY_KEY");
  }
}

TEST(SolutionBody, IsReadWithItsFiles) {
  const auto read = read_solution(R"({"content":"c","files":[{"path":"a.py","content":"","language":"python"},
                                                             {"path":"b","content":"x"}]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->content, "c");
  ASSERT_EQ(read->files.size(), 2U);
  EXPECT_EQ(read->files[0].path, "a.py");
  EXPECT_EQ(read->files[0].language, "python");
  EXPECT_FALSE(read->files[1].language);
}

TEST(SolutionBody, IsRefusedWithTheRightCode) {
  struct row {
    const char* body;
    const char* code;
  };
  for (const auto& [body, code] :
       {row{"", "INVALID_JSON"}, row{"{", "INVALID_JSON"}, row{"[]", "VALIDATION_ERROR"},
        row{"{}", "VALIDATION_ERROR"}, row{R"({"content":""})", "VALIDATION_ERROR"},
        row{R"({"content":1})", "VALIDATION_ERROR"}, row{R"({"content":"x","files":{}})", "VALIDATION_ERROR"},
        row{R"({"content":"x","files":[{"path":"a"}]})", "VALIDATION_ERROR"},
        row{R"({"content":"x","files":[{"path":"","content":""}]})", "VALIDATION_ERROR"},
        row{R"({"content":"x","files":[{"path":"a","content":"","language":1}]})", "VALIDATION_ERROR"}}) {
    const auto read = read_solution(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().status, 400);
    EXPECT_EQ(read.error().code, code) << body;
  }
}

TEST(SolutionBody, MayHave100000BytesAndUnits) {
  const auto body = [](const std::string& content) { return R"({"content":")" + content + R"("})"; };
  EXPECT_TRUE(read_solution(body(std::string(100'000, 'x'))));
  EXPECT_FALSE(read_solution(body(std::string(100'001, 'x'))));
  std::string umlauts;  // 50,001 units and 100,002 bytes
  for (int i = 0; i < 50'001; ++i) {
    umlauts += "\u00e4";
  }
  EXPECT_FALSE(read_solution(body(umlauts)));
}

TEST(IdempotencyKey, MayBeAnyOrNoneAsDocumented) {
  for (const std::size_t length : {0U, 1U, 64U, 255U}) {
    EXPECT_TRUE(check_idempotency_key(std::string(length, 'a'), contract::documented)) << length;
  }
  EXPECT_FALSE(check_idempotency_key(std::string(256, 'a'), contract::documented));
}
