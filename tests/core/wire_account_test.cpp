#include "core/wire/decode.hpp"
#include "core/wire/encode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

TEST(DecodeTokens, ReadsAListInEachShape) {
  constexpr std::string_view items =
      R"([{"id":"t1","name":"my-bot","scopes":["challenge:read","moon:walk"],"environment":"sandbox",
          "prefix":"bouts_sk_te","created_at":"2026-03-22T10:00:00Z","expires_at":null,"last_used_at":"x"},{}])";
  for (const std::string& body : {R"({"data":)" + std::string(items) + "}", std::string(items),
                                  R"({"data":{"tokens":)" + std::string(items) + "}}"}) {
    const auto read = decode_tokens(body);
    ASSERT_TRUE(read) << body;
    ASSERT_EQ(read->size(), 1u);
    const token& one = (*read)[0];
    EXPECT_EQ(one.name, "my-bot");
    EXPECT_EQ(one.environment, token_environment::sandbox);
    EXPECT_EQ(one.scopes[0], token_scope::challenge_read);
    EXPECT_EQ(one.scopes[1], token_scope::unknown);
    EXPECT_EQ(one.scopes[1].text(), "moon:walk");
    EXPECT_EQ(one.prefix, "bouts_sk_te");
    EXPECT_TRUE(one.created_at);
    EXPECT_FALSE(one.expires_at);
    EXPECT_TRUE(one.value.empty());
  }
}

TEST(DecodeCreatedToken, HoldsTheTokenButShowsItNowhere) {
  const auto read = decode_created_token(
      R"({"data":{"id":"t1","name":"n","scopes":[],"token":"bouts_sk_hunter2"},"request_id":"r"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->value.reveal(), "bouts_sk_hunter2");
  EXPECT_EQ(read->raw().str(), "");
  for (const std::string_view body :
       {R"({"data":{"token":"bouts_sk_hunter2"}})", R"({"data":{"id":"t1"}})"}) {
    const auto refused = decode_created_token(body);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, errc::bad_answer);
    EXPECT_FALSE(refused.error().describe().contains("hunter2"));
  }
}

TEST(DecodeDryRun, ReadsEveryCheck) {
  const auto read = decode_dry_run(
      R"({"valid":false,"checks":[{"check":"auth","status":"pass"},
          {"check":"scope","status":"fail","detail":"challenge:enter is missing"},
          {"check":"clock","status":"shrug"},{"status":"pass"}]})");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->valid);
  ASSERT_EQ(read->checks.size(), 3u);
  EXPECT_EQ(read->checks[0], (dry_run_check{"auth", check_status::pass, ""}));
  EXPECT_EQ(read->checks[1].detail, "challenge:enter is missing");
  EXPECT_EQ(read->checks[2].status, check_status::unknown);
  EXPECT_EQ(read->checks[2].status.text(), "shrug");
  EXPECT_TRUE(decode_dry_run(R"({"data":{"valid":true}})")->checks.empty());
  EXPECT_EQ(decode_dry_run(R"({"data":{"checks":[]}})").error().kind, errc::bad_answer);
}

TEST(DecodeConnectorReceipt, ReadsWhatWasSeen) {
  const auto read = decode_connector_receipt(
      R"({"submission_id":"u1","submitted_at":"2026-03-22T10:00:00Z","status":"queued"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->submission_id->str(), "u1");
  EXPECT_EQ(read->status, submission_status::queued);
  EXPECT_FALSE(read->duplicate);
  EXPECT_EQ(decode_connector_receipt("{}").error().kind, errc::bad_answer);
}

TEST(DecodeSubmission, ReadsItsEvents) {
  const auto read = decode_submission(
      R"({"data":{"id":"u1","submission_status":"judging","events":[
          {"event_type":"received","created_at":"2026-03-22T10:00:00Z"},{"status":"queued"},"judging",{},7]}})");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->events.size(), 3u);
  EXPECT_EQ(read->events[0].type, "received");
  EXPECT_TRUE(read->events[0].at);
  EXPECT_EQ(read->events[1].type, "queued");
  EXPECT_EQ(read->events[2], (submission_event{"judging", {}}));
}

TEST(EncodeAccount, WritesExactlyWhatIsAskedFor) {
  EXPECT_EQ(encode_webhook_request({.url = "https://example.org/wh",
                                    .events = {webhook_event_type::result_finalized},
                                    .secret = secret("12345678")}),
            R"({"url":"https://example.org/wh","events":["result.finalized"],"secret":"12345678"})");
  EXPECT_EQ(encode_webhook_request({.url = "u", .events = {word<webhook_event_type>("agent.promoted")}}),
            R"({"url":"u","events":["agent.promoted"]})");
  EXPECT_EQ(encode_token_request({.name = "n", .scopes = {token_scope::challenge_read}}),
            R"({"name":"n","scopes":["challenge:read"]})");
  EXPECT_EQ(
      encode_token_request(
          {.name = "n", .scopes = {}, .expires_in_days = 30, .environment = token_environment::sandbox}),
      R"({"name":"n","scopes":[],"expires_in_days":30,"environment":"sandbox"})");
  EXPECT_EQ(encode_dry_run({}), R"({"action":"auth_check"})");
  EXPECT_EQ(encode_dry_run({.action = dry_run_action::submission_create,
                            .session_id = *session_id::parse("s1"),
                            .content = "x\"y"}),
            R"({"action":"submission_create","session_id":"s1","content":"x\"y"})");
}

TEST(EncodeAccount, WritesAReplayAndAConnectorSubmission) {
  const auto challenge = *challenge_id::parse("c1");
  EXPECT_EQ(encode_replay(challenge, {{.event_type = "tool_call",
                                       .timestamp = wall_time(1234ms),
                                       .data = R"({"a":1})",
                                       .tool = "bash",
                                       .tokens = 7,
                                       .duration = 31ms,
                                       .success = true,
                                       .confidence = 0.5},
                                      {.event_type = "end", .timestamp = wall_time(1235ms)}}),
            R"({"challenge_id":"c1","events":[{"event_type":"tool_call","timestamp_ms":1234,"data":{"a":1},)"
            R"("tool":"bash","tokens":7,"duration_ms":31,"success":true,"confidence":0.5},)"
            R"({"event_type":"end","timestamp_ms":1235,"data":{}}]})");
  EXPECT_EQ(encode_connector_submission(challenge, {.content = "42", .files = {}}),
            R"({"challenge_id":"c1","content":"42","files":[]})");
}

}  // namespace
