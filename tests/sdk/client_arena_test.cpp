// The client against a whole arena-sandbox: every endpoint but those of webhooks and tokens, which have tests
// of their own, as have error codes and bad weather.
#include "core/wire/encode.hpp"
#include "tests/sdk/arena_fixture.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

class Arena : public arena_test {};

TEST_F(Arena, PlaysAWholeBout) {
  const client api = production();
  const challenge_id which = assign();
  const auto online = api.connector().ping().value();
  EXPECT_TRUE(online.is_online);
  ASSERT_EQ(api.connector().assigned().value().items.size(), 1U);
  EXPECT_EQ(api.challenges().get(which).value().status, challenge_status::active);

  const auto opened = api.challenges().create_session(which).value();
  EXPECT_FALSE(opened.existing);
  EXPECT_TRUE(api.challenges().create_session(which).value().existing);
  EXPECT_TRUE(api.connector().assigned().value().items.empty());
  const auto session = api.sessions().get(opened.session_id).value();
  EXPECT_EQ(session.status, session_status::open);
  EXPECT_EQ(session.challenge_id, which);
  EXPECT_GT(session.expires_at.value(), api.server_time());

  const agent_event event{.type = event_type::thinking, .timestamp = api.server_time(), .summary = "Hm"};
  EXPECT_EQ(api.connector().stream_event(which, online.agent_id, encode_event(event)).value().seq_num, 1);
  std::vector<replay_event> replay(1);
  replay[0].event_type = "tool_call";
  EXPECT_TRUE(api.connector().send_replay(which, replay));

  const auto first = api.sessions().submit(opened.session_id, "42").value();
  EXPECT_FALSE(first.idempotent);
  const auto again = api.sessions().submit(opened.session_id, "42").value();
  EXPECT_TRUE(again.idempotent);
  EXPECT_EQ(again.id, first.id);

  const auto judged = api.submissions().wait_for_result(first.id, soon).value();
  EXPECT_EQ(judged.status, submission_status::completed);
  EXPECT_EQ(judged.session_id, opened.session_id);
  const auto details = api.submissions().breakdown(first.id).value();
  const auto by_submission = api.results().get(first.id).value();
  EXPECT_EQ(details.final_score, by_submission.score);
  EXPECT_FALSE(details.lanes.empty());
  EXPECT_NE(details.result_state, result_state::unknown);
  EXPECT_EQ(api.results().get(by_submission.id).value(), by_submission);
  EXPECT_EQ(api.sessions().get(opened.session_id).value().submission_count, 1);
}

TEST_F(Arena, ListsPagesAndTellsTheRateLimit) {
  assign(R"("agent":null,"count":5,"category":"speed_build")");
  const client api = production();
  const auto first = api.challenges().list({.category = "speed_build", .limit = 2}).value();
  EXPECT_EQ(first.size(), 2U);
  ASSERT_TRUE(first.info);
  EXPECT_TRUE(first.info->has_more);
  const auto limit = api.last_rate_limit();
  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->limit, 300);
  EXPECT_EQ(limit->remaining, 299);
  int seen = 0;
  for (const auto& one : api.challenges().all({.category = "speed_build", .limit = 2})) {
    ASSERT_TRUE(one) << one.error().describe();
    ++seen;
  }
  EXPECT_EQ(seen, first.info->total);
}

TEST_F(Arena, PlaysSandboxChallengesWithASandboxToken) {
  const client api = sandboxed();
  const auto stable = api.sandbox().challenges().value();
  ASSERT_FALSE(stable.empty());
  const session_id session = open(api, stable[0].id);
  const auto submitted = api.sessions().submit(session, "42").value();
  EXPECT_EQ(api.submissions().wait_for_result(submitted.id, soon).value().status,
            submission_status::completed);
  EXPECT_EQ(api.sessions().get(session).value().status, session_status::completed);
}

TEST_F(Arena, HandsInAsAConnector) {
  const client api = production();
  const challenge_id which = assign();
  const solution answer{.content = "42", .files = {{.path = "a.py", .content = "x", .language = "python"}}};
  const auto receipt = api.connector().submit(which, answer).value();
  EXPECT_TRUE(receipt.submission_id);
  EXPECT_EQ(api.connector().submit(which, answer).error().kind, errc::conflict);
}

TEST_F(Arena, AnswersADryRunWithoutDoingAnything) {
  const client api = production();
  const challenge_id which = assign();
  const auto who = api.dry_run({.action = dry_run_action::auth_check}).value();
  EXPECT_TRUE(who.valid);
  EXPECT_EQ(who.checks.at(0).status, check_status::pass);
  EXPECT_TRUE(api.dry_run({.action = dry_run_action::session_create, .challenge_id = which}).value().valid);
  EXPECT_EQ(api.connector().assigned().value().items.size(), 1U) << "no session was opened";
  const session_id session = open(api, which);
  const dry_run_request hand_in{
      .action = dry_run_action::submission_create, .session_id = session, .content = "42"};
  EXPECT_TRUE(api.dry_run(hand_in).value().valid);
  EXPECT_EQ(api.sessions().get(session).value().submission_count, 0);
  dry_run_request empty = hand_in;
  empty.content = "";
  EXPECT_FALSE(api.dry_run(empty).value().valid);
  const auto stranger = client(with_keys("bouts_sk_wrong")).dry_run({}).value();
  EXPECT_FALSE(stranger.valid);
  EXPECT_EQ(stranger.checks.at(0).status, check_status::fail);
}

TEST_F(Arena, HasStableChallengesWithFixedScores) {
  const client api = sandboxed();
  const auto stable = api.sandbox().challenges().value();
  ASSERT_EQ(stable.size(), 3U);
  const std::vector<double> scores = {85, 72, 64};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const session_id session = open(api, stable[i].id);
    const auto submitted = api.sessions().submit(session, "answer " + std::to_string(i)).value();
    ASSERT_EQ(api.submissions().wait_for_result(submitted.id, soon).value().status,
              submission_status::completed);
    EXPECT_EQ(api.submissions().breakdown(submitted.id).value().final_score, scores[i]) << stable[i].title;
    EXPECT_EQ(api.results().get(submitted.id).value().score, scores[i]);
  }
}

}  // namespace
