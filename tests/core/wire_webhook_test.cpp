#include "core/wire/decode.hpp"
#include "core/wire/webhook_signature.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

constexpr std::string_view payload = R"({"id":"e1","event_type":"submission.completed"})";
const secret key("whsec_of_a_test");
// Reckoned with Python's hmac and hashlib.
constexpr std::string_view by_secret =
    "sha256=f07484409808167db406a620d5f6436c361618a65b1439bd85cbc83c86c00e7a";
constexpr std::string_view by_its_hash =
    "sha256=69b8d057efe0ddfb47c46a88e2e6e88de61e60d8903ece2db11c6a547ae009c3";

TEST(WebhookSignature, IsTakenInTheDocumentedAndTheObservedForm) {
  EXPECT_TRUE(verify_signature(payload, by_secret, key));
  EXPECT_TRUE(verify_signature(payload, by_its_hash, key));
  EXPECT_EQ(sign_payload(payload, key, signature_key::plain), by_secret);
  EXPECT_EQ(sign_payload(payload, key, signature_key::hashed), by_its_hash);
}

TEST(WebhookSignature, IsRefusedWhenAnythingIsChanged) {
  for (std::size_t i = 0; i < by_secret.size(); ++i) {
    std::string changed(by_secret);
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(verify_signature(payload, changed, key)) << i;
  }
  for (const std::string_view header :
       {std::string_view(), std::string_view("sha256="), by_secret.substr(7), by_secret.substr(0, 70)}) {
    EXPECT_FALSE(verify_signature(payload, header, key)) << header;
  }
  EXPECT_FALSE(verify_signature(payload, std::string(by_secret) + "0", key));
  EXPECT_FALSE(verify_signature(std::string(payload) + " ", by_secret, key));
  EXPECT_FALSE(verify_signature(payload, by_secret, secret("another")));
}

TEST(WebhookSignature, IsNeverRightWithoutASecret) {
  const secret none;
  EXPECT_FALSE(verify_signature(payload, sign_payload(payload, none, signature_key::plain), none));
  EXPECT_FALSE(verify_signature(payload, sign_payload(payload, none, signature_key::hashed), none));
}

TEST(WebhookEvent, IsReadInTheDocumentedTheObservedAndAMixedShape) {
  const std::vector<std::string_view> shapes = {
      R"({"id":"e1","event_type":"submission.completed","timestamp":"2026-03-22T10:00:00Z",
          "data":{"submission_id":"u1","challenge_id":"c1","final_score":87.5,"result_state":"clean"}})",
      R"({"id":"e1","event_type":"submission.completed","timestamp":"2026-03-22T10:00:00.000000+00:00",
          "data":{"final_score":"87.5","result_state":"clean"},"challenge_id":"c1","submission_id":"u1"})",
      R"({"id":"e1","type":"submission.completed","created_at":"2026-03-22T10:00:00Z","challenge_id":"c1",
          "data":{"submission_id":"u1","score":87.5,"final_score":null,"result_state":"clean"}})"};
  const auto first = decode_webhook_event(shapes[0]);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->type, webhook_event_type::submission_completed);
  EXPECT_EQ(first->submission_id->str(), "u1");
  EXPECT_EQ(first->final_score, 87.5);
  EXPECT_EQ(first->result_state, result_state::clean);
  for (const auto shape : shapes) {
    const auto read = decode_webhook_event(shape);
    ASSERT_TRUE(read) << shape;
    EXPECT_EQ(*read, *first) << shape;
  }
}

TEST(WebhookEvent, KeepsAnUnknownTypeAndUnknownFields) {
  const auto read = decode_webhook_event(
      R"({"event_type":"agent.promoted","data":{"rank":{"from":9,"to":2}},"tenant":"x"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, webhook_event_type::unknown);
  EXPECT_EQ(read->type.text(), "agent.promoted");
  EXPECT_EQ(read->raw()["tenant"].text(), "x");
  EXPECT_EQ(read->raw()["data"]["rank"]["to"].number(), 2.0);
  EXPECT_FALSE(read->submission_id);
}

TEST(WebhookEvent, IsRefusedWhenItDoesNotSayWhatHappened) {
  for (const std::string_view body :
       {"", "[]", "{}", "null", R"({"event_type":""})", R"({"event_type":7})"}) {
    const auto read = decode_webhook_event(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().kind, errc::bad_answer);
  }
}

TEST(WebhookEvent, IsOpenedOnlyWithTheRightSignature) {
  ASSERT_TRUE(open_webhook(payload, by_its_hash, key));
  EXPECT_EQ(open_webhook(payload, "", key).error().kind, errc::unauthorized);
  EXPECT_EQ(open_webhook(payload, by_secret.substr(1), key).error().kind, errc::unauthorized);
  EXPECT_EQ(open_webhook("{}", sign_payload("{}", key, signature_key::plain), key).error().kind,
            errc::bad_answer);
}

TEST(DecodeWebhooks, ReadsListsInEachShape) {
  constexpr std::string_view items =
      R"([{"id":"w1","url":"https://example.org/wh","events":["result.finalized","agent.promoted"],
          "secret_prefix":"whse","active":false,"created_at":"2026-03-22T10:00:00Z"},{"url":"no id"},7])";
  for (const std::string& body : {R"({"data":)" + std::string(items) + R"(,"request_id":"r"})",
                                  std::string(items), R"({"webhooks":)" + std::string(items) + "}",
                                  R"({"data":{"webhooks":)" + std::string(items) + "}}"}) {
    const auto read = decode_webhooks(body);
    ASSERT_TRUE(read) << body;
    ASSERT_EQ(read->size(), 1u);
    const webhook& one = (*read)[0];
    EXPECT_EQ(one.id.str(), "w1");
    EXPECT_EQ(one.url, "https://example.org/wh");
    ASSERT_EQ(one.events.size(), 2u);
    EXPECT_EQ(one.events[0], webhook_event_type::result_finalized);
    EXPECT_EQ(one.events[1], "agent.promoted");
    EXPECT_FALSE(one.active);
    EXPECT_EQ(format_iso8601(*one.created_at), "2026-03-22T10:00:00.000Z");
    EXPECT_EQ(one.raw()["secret_prefix"].text(), "whse");
  }
  EXPECT_EQ(decode_webhooks(R"({"data":{}})").error().kind, errc::bad_answer);
}

TEST(DecodeWebhook, KeepsTheSecretOutOfEverythingThatPrints) {
  const auto read = decode_webhook(
      R"({"data":{"id":"w1","url":"u","events":[],"secret":"whsec_hunter2","secret_prefix":"whsec"}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->secret, secret("whsec_hunter2"));
  EXPECT_FALSE(read->raw());
  EXPECT_EQ(decode_webhook(R"({"webhook":{"id":"w1"}})")->id.str(), "w1");
  EXPECT_EQ(decode_webhook(R"({"url":"u"})").error().kind, errc::bad_answer);
}

TEST(DecodeWebhookTest, ReadsWhatCameOfIt) {
  const auto read = decode_webhook_test(R"({"data":{"delivered":true,"status_code":204,"latency_ms":31.7}})");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->delivered);
  EXPECT_EQ(read->status_code, 204);
  EXPECT_EQ(read->latency, 31ms);
  EXPECT_FALSE(decode_webhook_test(R"({"delivered":false,"status_code":null,"latency_ms":-1})")->latency);
  EXPECT_EQ(decode_webhook_test(R"({"data":{"status_code":204}})").error().kind, errc::bad_answer);
}

TEST(DecodeDeliveries, ReadsTheNamesThatWereSeen) {
  const auto read = decode_deliveries(
      R"({"data":[{"id":"d1","event_type":"result.finalized","status":"delivered","attempts":1,"status_code":200,
          "created_at":"2026-03-22T10:00:00Z","delivered_at":"2026-03-22T10:00:01Z"},
         {"delivery_id":"d2","event":"challenge.ended","status":"dead_letter","attempt_count":"3",
          "response_status":500,"error_message":"server said no"},{"status":"no id"}]})");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[0].event_type, webhook_event_type::result_finalized);
  EXPECT_EQ((*read)[0].delivered_at.value() - (*read)[0].created_at.value(), 1s);
  EXPECT_EQ((*read)[1].id.str(), "d2");
  EXPECT_EQ((*read)[1].attempts, 3);
  EXPECT_EQ((*read)[1].status_code, 500);
  EXPECT_EQ((*read)[1].error, "server said no");
  EXPECT_EQ((*read)[1].raw()["event"].text(), "challenge.ended");
}

TEST(DecodeRotatedSecret, NeedsTheSecretAndNeverShowsIt) {
  const auto read = decode_rotated_secret(
      R"({"data":{"secret":"whsec_hunter2","secret_prefix":"whsec","rotated_at":"2026-03-22T10:00:00Z"}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->secret, secret("whsec_hunter2"));
  EXPECT_EQ(read->secret_prefix, "whsec");
  EXPECT_TRUE(read->rotated_at);
  const auto without = decode_rotated_secret(R"({"secret_prefix":"whsec_hunter2"})");
  ASSERT_FALSE(without);
  EXPECT_FALSE(without.error().describe().contains("hunter2"));
}

}  // namespace
