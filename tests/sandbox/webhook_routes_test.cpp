// Webhooks through the whole service, with hand-made times: who may have which, and their errors.
#include "core/base/limits.hpp"
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;

namespace {

constexpr const char* webhooks_path = "/api/v1/webhooks";
constexpr const char* good =
    R"({"url":"http://127.0.0.1:9/hook?x=1","events":["result.finalized"],"secret":"correct horse"})";

// With one webhook of agent 0, made with `good`.
struct hooked_world : world {
  answer made = ask("POST", webhooks_path, good);
  std::string id = text_at_pointer(made, "/data/id");
  std::string path = std::string(webhooks_path) + "/" + id;
};

}  // namespace

TEST(WebhookRoutes, MakeOneWithEveryDocumentedField) {
  hooked_world some;
  EXPECT_EQ(some.made.status, 201);
  EXPECT_EQ(text_at_pointer(some.made, "/data/url"), "http://127.0.0.1:9/hook?x=1");
  EXPECT_EQ(at(some.made, "/data/events"), json::value{"result.finalized"});
  EXPECT_EQ(text_at_pointer(some.made, "/data/secret_prefix"), "corr");
  EXPECT_EQ(at(some.made, "/data/active"), true);
  EXPECT_FALSE(text_at_pointer(some.made, "/data/created_at").empty());
  EXPECT_EQ(some.made.body.find("correct horse"), std::string::npos)
      << "a secret that was given is not echoed";
}

TEST(WebhookRoutes, MakeASecretWhereNoneIsGivenAndShowItOnce) {
  world some;
  const auto made =
      some.ask("POST", webhooks_path, R"({"url":"http://localhost:9/","events":["submission.failed"]})");
  const auto secret = text_at_pointer(made, "/data/secret");
  EXPECT_TRUE(secret.starts_with("whsec_"));
  EXPECT_EQ(some.ask("GET", webhooks_path).body.find(secret), std::string::npos);
}

TEST(WebhookRoutes, RefuseWhatIsWrong) {
  world some;
  const std::string long_secret(257, 's');
  for (const std::string& wrong : std::initializer_list<std::string>{
           "[]", "{}", R"({"url":"http://127.0.0.1:9/","events":[]})", R"({"events":["result.finalized"]})",
           R"({"url":"nonsense","events":["result.finalized"]})",
           R"({"url":"https://example.org/","events":["result.finalized"]})",
           R"({"url":"http://10.0.0.1/","events":["result.finalized"]})",
           R"({"url":"http://127.0.0.1:9/","events":["result.finalized"],"secret":"seven77"})",
           R"({"url":"http://127.0.0.1:9/","events":["result.finalized"],"secret":")" + long_secret +
               "\"}"}) {
    some.arena.limits = rate_limits(some.arena.scale());  // there are more of them than go into an hour
    expect_error(some.ask("POST", webhooks_path, wrong), 400, "VALIDATION_ERROR");
  }
  some.arena.limits = rate_limits(some.arena.scale());
  expect_error(some.ask("POST", webhooks_path, "{"), 400, "INVALID_JSON");
  expect_error(
      some.ask("POST", webhooks_path, R"({"url":"http://127.0.0.1:9/","events":["challenge.lost"]})"), 400,
      "INVALID_EVENT");
  expect_error(some.ask("POST", webhooks_path, R"({"url":"http://127.0.0.1:9/\u0000"})"), 500, "DB_ERROR");
  EXPECT_EQ(some.arena.webhooks.size(), 0U);
}

TEST(WebhookRoutes, ShowEverybodyTheirOwnAlone) {
  hooked_world some;
  EXPECT_EQ(at(some.ask("GET", webhooks_path), "/data").as_array().size(), 1U);
  const std::string other = some.arena.people.at(1).token;
  EXPECT_EQ(at(some.ask(with_bearer("GET", webhooks_path, other)), "/data").as_array().size(), 0U);
  for (const auto& [method, more] :
       {std::pair{"DELETE", ""}, {"POST", "/test"}, {"GET", "/deliveries"}, {"POST", "/rotate-secret"}}) {
    expect_error(some.ask(with_bearer(method, some.path + more, other)), 404, "NOT_FOUND");
    expect_error(some.ask(with_bearer(method, some.path + more, some.arena.people.at(0).test_token)), 403,
                 "ENVIRONMENT_MISMATCH");
    expect_error(some.ask(with_bearer(method, some.path + more, some.arena.people.at(0).key)), 403,
                 "UNAUTHORIZED");
    expect_error(some.ask(with_bearer(method, some.path + more, "bouts_sk_wrong")), 401, "UNAUTHORIZED");
  }
}

TEST(WebhookRoutes, TurnOneOff) {
  hooked_world some;
  const auto off = some.ask("DELETE", some.path);
  EXPECT_EQ(off.status, 200);
  EXPECT_EQ(at(off, "/data/active"), false);
  EXPECT_EQ(at(some.ask("GET", webhooks_path), "/data/0/active"), false);
  expect_error(some.ask("POST", some.path + "/test"), 400, "WEBHOOK_INACTIVE");
  expect_error(some.ask("POST", some.path + "/rotate-secret"), 400, "WEBHOOK_INACTIVE");
  EXPECT_EQ(some.ask("GET", some.path + "/deliveries").status, 200) << "its history stays";
  EXPECT_EQ(some.ask("DELETE", some.path).status, 200) << "a repeat does no harm";
}

TEST(WebhookRoutes, RotateTheSecretAndShowItOnce) {
  hooked_world some;
  const auto rotated = some.ask("POST", some.path + "/rotate-secret");
  EXPECT_EQ(rotated.status, 200);
  const auto secret = text_at_pointer(rotated, "/data/secret");
  EXPECT_EQ(secret, some.arena.webhooks.at(some.id).secret);
  EXPECT_TRUE(secret.starts_with(text_at_pointer(rotated, "/data/secret_prefix")));
  EXPECT_FALSE(text_at_pointer(rotated, "/data/rotated_at").empty());
  EXPECT_EQ(some.ask("GET", webhooks_path).body.find(secret), std::string::npos);
}

TEST(WebhookRoutes, TakeTwentyRequestsAnHourThatChangeSomething) {
  hooked_world some;  // spent one
  for (int i = 1; i < 20; ++i) {
    ASSERT_EQ(some.ask("POST", some.path + "/rotate-secret").status, 200) << i;
  }
  expect_error(some.ask("POST", some.path + "/test"), 429, "RATE_LIMITED");
  EXPECT_EQ(some.ask("GET", webhooks_path).status, 200);
  EXPECT_EQ(some.ask("POST", some.path + "/test", {}, start + hours(1)).status, 200);
}

TEST(WebhookRoutes, AnswerATestWhenItsDeliveryHasEnded) {
  hooked_world some;
  const auto waits = some.ask("POST", some.path + "/test");
  ASSERT_TRUE(waits.after_delivery);
  some.arena.outgoing.begin_due(1, start);
  some.arena.outgoing.concluded(*waits.after_delivery, {200, {}, milliseconds(7)}, start);
  const auto done = some.all.finish(waits);
  EXPECT_EQ(at(done, "/data/delivered"), true);
  EXPECT_EQ(at(done, "/data/status_code"), 200);
  EXPECT_EQ(at(done, "/data/latency_ms"), 7);
}

TEST(WebhookRoutes, ListTheLatestDeliveriesInPages) {
  for (const auto& [as, most] : {std::pair{contract::observed, 50U}, {contract::documented, 20U}}) {
    hooked_world some;
    some.arena.answers_as = as;
    for (int i = 0; i < 55; ++i) {
      some.arena.outgoing.add(
          {.id = some.arena.ids.next<delivery_id>(), .webhook = some.id, .event_type = "result.finalized"},
          start);
    }
    const auto list = some.ask("GET", some.path + "/deliveries");
    EXPECT_EQ(at(list, "/data").as_array().size(), most);
    EXPECT_EQ(text_at_pointer(list, "/data/0/status"), "pending");
    EXPECT_EQ(text_at_pointer(list, "/data/0/event_type"), "result.finalized");
    const auto page = some.ask("GET", some.path + "/deliveries?limit=5&page=2");
    EXPECT_EQ(at(page, "/data").as_array().size(), 5U);
    EXPECT_EQ(text_at_pointer(page, "/data/0/id"), text_at_pointer(list, "/data/5/id"));
    expect_error(some.ask("GET", some.path + "/deliveries?page=0"), 400, "VALIDATION_ERROR");
  }
}
