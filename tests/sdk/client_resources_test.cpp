// Webhooks, tokens, the connector's other ways, the sandbox and dry runs: requests, answers, and what is
// repeated.
#include "tests/sdk/client_fixture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;
using test_support::seen_request;

const std::string duplicate_error = R"({"error":"Already submitted"})";

class Resources : public client_test {
 protected:
  // The last request so far, which came with the token.
  const seen_request& sent(const std::string& method, const std::string& target) {
    const seen_request& seen = server.requests().back();
    EXPECT_EQ(seen.method, method);
    EXPECT_EQ(seen.target, target);
    EXPECT_EQ(seen.header("Authorization"), std::string("Bearer ") + token);
    EXPECT_FALSE(seen.has("x-arena-api-key"));
    return seen;
  }
  const seen_request& sent_with_key(const std::string& method, const std::string& target) {
    const seen_request& seen = server.requests().back();
    EXPECT_EQ(seen.method, method);
    EXPECT_EQ(seen.target, target);
    EXPECT_EQ(seen.header("x-arena-api-key"), agent_key);
    EXPECT_FALSE(seen.has("Authorization"));
    return seen;
  }
  static webhook_id hook() { return *webhook_id::parse("w1"); }
  static token_id one_token() { return *token_id::parse("t1"); }
  static webhook_request wanted() {
    return {.url = "https://example.org/wh", .events = {webhook_event_type::result_finalized}};
  }
};

TEST_F(Resources, ManagesWebhooks) {
  const std::string made =
      R"({"data":{"id":"w1","url":"https://example.org/wh","events":["result.finalized"]}})";
  server.then(reply::json(200, R"({"data":[{"id":"w1","active":true}]})"))
      .then(reply::json(201, made))
      .then(reply::json(200, R"({"data":{"delivered":true,"status_code":200,"latency_ms":5}})"))
      .then(
          reply::json(200, R"({"data":[{"id":"d1","event_type":"result.finalized","status":"delivered"}]})"))
      .then(reply::json(200, R"({"data":{"secret":"whsec_new","secret_prefix":"whsec"}})"))
      .then(reply::with(204));
  const auto list = run(api().webhooks().list());
  ASSERT_OK(list);
  EXPECT_EQ((*list)[0].id, hook());
  sent("GET", "/api/v1/webhooks");

  const webhook_request ask = wanted();
  const auto created = run(api().webhooks().create(ask));
  ASSERT_OK(created);
  EXPECT_EQ(created->events.at(0), webhook_event_type::result_finalized);
  EXPECT_EQ(sent("POST", "/api/v1/webhooks").body,
            R"({"url":"https://example.org/wh","events":["result.finalized"]})");

  const auto tested = run(api().webhooks().test(hook()));
  ASSERT_OK(tested);
  EXPECT_TRUE(tested->delivered);
  EXPECT_EQ(sent("POST", "/api/v1/webhooks/w1/test").header("Content-Length"), "0");

  const auto deliveries = run(api().webhooks().deliveries(hook()));
  ASSERT_OK(deliveries);
  EXPECT_EQ((*deliveries)[0].status, "delivered");
  sent("GET", "/api/v1/webhooks/w1/deliveries");

  const auto rotated = run(api().webhooks().rotate_secret(hook()));
  ASSERT_OK(rotated);
  EXPECT_EQ(rotated->secret, secret("whsec_new"));
  sent("POST", "/api/v1/webhooks/w1/rotate-secret");

  ASSERT_OK(run(api().webhooks().remove(hook())));
  sent("DELETE", "/api/v1/webhooks/w1");
}

TEST_F(Resources, ManagesTokens) {
  server.then(reply::json(200, R"({"data":[{"id":"t1","name":"n"}]})"))
      .then(reply::json(201, R"({"data":{"id":"t1","name":"n","token":"bouts_sk_new"}})"))
      .then(reply::json(200, R"({"data":{"deleted":true}})"));
  ASSERT_OK(run(api().tokens().list()));
  sent("GET", "/api/v1/auth/tokens");
  const token_request ask{.name = "n", .scopes = {token_scope::challenge_read}};
  const auto made = run(api().tokens().create(ask));
  ASSERT_OK(made);
  EXPECT_EQ(made->value, secret("bouts_sk_new"));
  EXPECT_EQ(sent("POST", "/api/v1/auth/tokens").body, R"({"name":"n","scopes":["challenge:read"]})");
  ASSERT_OK(run(api().tokens().remove(one_token())));
  sent("DELETE", "/api/v1/auth/tokens/t1");
}

TEST_F(Resources, AsksTheSandboxAndForADryRun) {
  server.then(reply::json(200, R"({"data":[{"id":"sb1","status":"active"}]})"))
      .then(reply::json(200, R"({"valid":true,"checks":[{"check":"auth","status":"pass"}]})"));
  const auto list = run(api().sandbox().challenges());
  ASSERT_OK(list);
  EXPECT_EQ((*list)[0].status, challenge_status::active);
  sent("GET", "/api/v1/sandbox/challenges");
  const dry_run_request ask{.action = dry_run_action::session_create, .challenge_id = challenge()};
  const auto report = run(api().dry_run(ask));
  ASSERT_OK(report);
  EXPECT_TRUE(report->valid);
  EXPECT_EQ(sent("POST", "/api/v1/dry-run/validate").body,
            R"({"action":"session_create","challenge_id":"c1"})");
}

TEST_F(Resources, HandsInAsAConnectorAndSendsReplays) {
  server.then(reply::json(201, R"({"submission_id":"u1","status":"received"})"))
      .then(reply::json(200, R"({"received":1})"));
  const auto receipt = run(api().connector().submit(challenge(), solution()));
  ASSERT_OK(receipt);
  EXPECT_EQ(receipt->submission_id, submission());
  EXPECT_EQ(sent_with_key("POST", "/api/connector/submit").body,
            R"({"challenge_id":"c1","content":"42","files":[]})");
  std::vector<replay_event> events(1);
  ASSERT_OK(run(api().connector().send_replay(challenge(), events)));
  sent_with_key("POST", "/api/connector/events");
  events.resize(51);
  EXPECT_EQ(run(api().connector().send_replay(challenge(), events)).error().kind, errc::invalid);
  EXPECT_EQ(run(api().connector().send_replay(challenge(), {})).error().kind, errc::invalid);
}

TEST_F(Resources, RepeatsWhatMayHappenOnceOnlyAfterARefusal) {
  const webhook_request hook_wanted = wanted();
  const token_request token_wanted{.name = "n", .scopes = {}};
  const auto refused = [this] { server.then(reply::json(429, "{}", {{"Retry-After", "0"}})); };
  refused();
  server.then(reply::json(201, R"({"data":{"id":"w1"}})"));
  ASSERT_OK(run(api().webhooks().create(hook_wanted)));
  EXPECT_EQ(server.requests().size(), 2U);

  for (const reply& lost : {reply::with(500), reply::hang_up(), reply::json(200, "nonsense")}) {
    const std::size_t before = server.requests().size();
    server.then(lost).then(lost).then(lost).then(lost);
    EXPECT_FALSE(run(api().webhooks().create(hook_wanted)));
    EXPECT_FALSE(run(api().webhooks().test(hook())));
    EXPECT_FALSE(run(api().webhooks().rotate_secret(hook())));
    EXPECT_FALSE(run(api().tokens().create(token_wanted)));
    EXPECT_EQ(server.requests().size(), before + 4);
  }
}

TEST_F(Resources, TakesAMissingOneForDeletedOnlyAfterALostAnswer) {
  server.then(reply::json(404, R"({"error":{"message":"none","code":"NOT_FOUND"}})"));
  EXPECT_EQ(run(api().webhooks().remove(hook())).error().kind, errc::not_found);
  server.then(reply::hang_up()).then(reply::json(404, R"({"error":{"message":"none","code":"NOT_FOUND"}})"));
  ASSERT_OK(run(api().webhooks().remove(hook())));
  server.then(reply::json(429, "{}", {{"Retry-After", "0"}})).then(reply::json(404, "{}"));
  EXPECT_EQ(run(api().tokens().remove(one_token())).error().kind, errc::not_found)
      << "a refusal is no lost answer";
}

TEST_F(Resources, TakesAConflictForItsOwnOnlyAfterALostAnswer) {
  server.then(reply::json(409, duplicate_error));
  EXPECT_EQ(run(api().connector().submit(challenge(), solution())).error().kind, errc::conflict);
  server.then(reply::hang_up()).then(reply::json(409, duplicate_error));
  const auto receipt = run(api().connector().submit(challenge(), solution()));
  ASSERT_OK(receipt);
  EXPECT_TRUE(receipt->duplicate);
  EXPECT_FALSE(receipt->submission_id);
}

TEST_F(Resources, MakesTheSameKeyForTheSameAnswer) {
  const std::string taken = R"({"data":{"id":"u1","submission_status":"received"}})";
  server.then(reply::json(201, taken)).then(reply::json(200, taken)).then(reply::json(201, taken));
  ASSERT_OK(run(api().sessions().submit(session(), "42")));
  ASSERT_OK(run(api().sessions().submit(session(), solution())));
  ASSERT_OK(run(api().sessions().submit(session(), "43")));
  const auto key = [this](std::size_t i) { return server.requests().at(i).header("Idempotency-Key"); };
  EXPECT_EQ(key(0).size(), 64U);
  EXPECT_EQ(key(0).find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(key(0), key(1));
  EXPECT_NE(key(0), key(2));
}

TEST_F(Resources, NeverAskForAnEmptyId) {
  const std::vector<errc> kinds = {run(api().webhooks().remove({})).error().kind,
                                   run(api().webhooks().test({})).error().kind,
                                   run(api().webhooks().deliveries({})).error().kind,
                                   run(api().webhooks().rotate_secret({})).error().kind,
                                   run(api().tokens().remove({})).error().kind,
                                   run(api().submissions().wait_for_result({})).error().kind,
                                   run(api().connector().submit({}, solution())).error().kind};
  for (const errc kind : kinds) {
    EXPECT_EQ(kind, errc::invalid);
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Resources, ShowTheRateLimitOfTheLastAnswerThatSpokeOfIt) {
  server
      .then(
          reply::json(200, R"({"data":[]})", {{"X-RateLimit-Limit", "60"}, {"X-RateLimit-Remaining", "59"}}))
      .then(reply::json(200, R"({"data":[]})"))
      .then(reply::json(429, "{}", {{"X-RateLimit-Remaining", "0"}, {"Retry-After", "0"}}))
      .then(reply::json(200, R"({"data":[]})"));
  EXPECT_FALSE(api().last_rate_limit());
  ASSERT_OK(run(api().challenges().list()));
  EXPECT_EQ(api().last_rate_limit(), (rate_limit{.limit = 60, .remaining = 59, .reset = {}}));
  ASSERT_OK(run(api().webhooks().list()));
  EXPECT_EQ(api().last_rate_limit()->remaining, 59);
  ASSERT_OK(run(api().challenges().list()));
  EXPECT_EQ(api().last_rate_limit(), (rate_limit{.limit = {}, .remaining = 0, .reset = {}}));
}

TEST_F(Resources, WaitForTheResetWhenNothingElseIsSaid) {
  settings.retry = retry_policy::none();
  server
      .then(reply::json(429, "{}",
                        {{"X-RateLimit-Reset", "1774173660"}, {"Date", "Sun, 22 Mar 2026 10:00:00 GMT"}}))
      .then(reply::json(429, "{}", {{"X-RateLimit-Reset", "50"}, {"Retry-After", "7"}}));
  EXPECT_EQ(run(api().challenges().list()).error().retry_after, 60s) << "in the arena's time";
  EXPECT_EQ(run(api().challenges().list()).error().retry_after, 7s);
}

TEST_F(Resources, OtherOptionsAreForTheCopyAlone) {
  server.then(reply::with(502)).then(reply::with(502)).then(reply::json(200, R"({"data":[]})"));
  const async_client impatient = api().with({.timeout = long_time, .retry = retry_policy::none()});
  EXPECT_EQ(run(impatient.challenges().list()).error().attempts, 1);
  ASSERT_OK(run(api().challenges().list()));
}

}  // namespace
