// Every error code of the API (API.md), from a whole arena-sandbox, and the kind that the client makes of it.
#include "core/wire/encode.hpp"
#include "tests/sdk/arena_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

struct refusal {
  const char* code;
  int status;
  errc kind;
  std::function<error()> call;
};

void expect_refusals(const std::vector<refusal>& rows) {
  for (const refusal& row : rows) {
    const error why = row.call();
    EXPECT_EQ(why.code, row.code) << why.describe();
    EXPECT_EQ(why.status, row.status) << row.code;
    EXPECT_EQ(why.kind, row.kind) << row.code;
    EXPECT_FALSE(why.request_id.empty()) << row.code;
    EXPECT_EQ(why.attempts, 1) << row.code;
  }
}

class ArenaCodes : public arena_test {};

TEST_F(ArenaCodes, RefusesWithItsCodes) {
  const client api = production();
  const client wrong(with_keys("bouts_sk_wrong"));
  settings key_alone = with_keys("");
  key_alone.api_key = secret(arena_.who().key);
  const client by_agent_key(key_alone);
  const client test_token = sandboxed();
  const challenge_id which = assign();
  const challenge_id refused = assign(R"("agent":0,"outcome":"refused")");
  const challenge_id later = assign(R"("agent":0,"starts_in_s":3600)");
  const session_id session = open(api, which);
  const session_id to_refuse = open(api, refused);
  const challenge_id nowhere = *challenge_id::parse("550e8400-e29b-41d4-a716-446655440000");
  ASSERT_TRUE(api.sessions().submit(session, "42"));
  expect_refusals({
      {"UNAUTHORIZED", 401, errc::unauthorized, [&] { return wrong.sessions().get(session).error(); }},
      {"UNAUTHORIZED", 403, errc::forbidden,
       [&] { return by_agent_key.challenges().create_session(which).error(); }},
      {"ENVIRONMENT_MISMATCH", 403, errc::forbidden,
       [&] { return test_token.challenges().create_session(which).error(); }},
      {"NOT_FOUND", 404, errc::not_found, [&] { return api.challenges().get(nowhere).error(); }},
      {"NOT_ENTERABLE", 400, errc::validation,
       [&] { return api.challenges().create_session(later).error(); }},
      {"VALIDATION_ERROR", 400, errc::validation,
       [&] { return api.sessions().submit(to_refuse, "").error(); }},
      {"INVALID_IDEMPOTENCY_KEY", 400, errc::validation,
       [&] { return api.sessions().submit(to_refuse, "42", "short").error(); }},
      {"DUPLICATE_SUBMISSION", 409, errc::conflict,
       [&] { return api.sessions().submit(session, "43").error(); }},
      {"SUBMISSION_REJECTED", 400, errc::validation,
       [&] { return api.sessions().submit(to_refuse, "42").error(); }},
  });
}

TEST_F(ArenaCodes, ClosesASandboxSessionAndLimitsSubmissions) {
  const client api = once(sandboxed());
  const session_id session = open(api, api.sandbox().challenges().value()[0].id);
  ASSERT_TRUE(api.sessions().submit(session, "42"));
  expect_refusals({{"SESSION_CLOSED", 400, errc::validation,
                    [&] { return api.sessions().submit(session, "43").error(); }}});
  error limited;
  for (int i = 0; i < 6 && limited.kind != errc::rate_limited; ++i) {
    limited = api.sessions().submit(session, "44").error();
  }
  EXPECT_EQ(limited.code, "RATE_LIMITED");
  EXPECT_EQ(limited.status, 429);
}

TEST_F(ArenaCodes, RefusesWebhooksAndTokensWithTheirs) {
  const client api = once(production());
  const webhook_request wanted{
      .url = "http://127.0.0.1:9/", .events = {webhook_event_type::result_finalized}, .secret = {}};
  const webhook_id off = api.webhooks().create(wanted).value().id;
  ASSERT_TRUE(api.webhooks().remove(off));
  const webhook_id nowhere = *webhook_id::parse("550e8400-e29b-41d4-a716-446655440000");
  webhook_request elsewhere = wanted;
  elsewhere.url = "https://example.org/";
  webhook_request unknown = wanted;
  unknown.events = {word<webhook_event_type>("challenge.lost")};
  const client web = once(on_web());
  const token_request no_scope{.name = "n", .scopes = {}, .expires_in_days = {}};
  expect_refusals({
      {"INVALID_EVENT", 400, errc::validation, [&] { return api.webhooks().create(unknown).error(); }},
      {"VALIDATION_ERROR", 400, errc::validation, [&] { return api.webhooks().create(elsewhere).error(); }},
      {"WEBHOOK_INACTIVE", 400, errc::validation, [&] { return api.webhooks().test(off).error(); }},
      {"WEBHOOK_INACTIVE", 400, errc::validation, [&] { return api.webhooks().rotate_secret(off).error(); }},
      {"NOT_FOUND", 404, errc::not_found, [&] { return api.webhooks().deliveries(nowhere).error(); }},
      {"NOT_FOUND", 404, errc::not_found, [&] { return api.webhooks().remove(nowhere).error(); }},
      {"UNAUTHORIZED", 401, errc::unauthorized, [&] { return api.tokens().list().error(); }},
      {"VALIDATION_ERROR", 400, errc::validation, [&] { return web.tokens().create(no_scope).error(); }},
  });
}

TEST_F(ArenaCodes, SaysThatItsDatabaseFailed) {
  const client api = once(production());
  const session_id session = open(api, assign(R"("agent":0,"outcome":"result_500")"));
  const auto submitted = api.sessions().submit(session, "42").value();
  ASSERT_EQ(api.submissions().wait_for_result(submitted.id, soon).value().status,
            submission_status::completed);
  expect_refusals({{"DB_ERROR", 500, errc::server, [&] { return api.results().get(submitted.id).error(); }}});
  EXPECT_TRUE(api.submissions().breakdown(submitted.id)) << "which is there all the same";
}

TEST_F(ArenaCodes, LimitsAnonymousReadsWebhooksAndTokens) {
  const auto until_limited = [](int most, const auto& call) {
    for (int i = 0; i < most; ++i) {
      ASSERT_TRUE(call()) << i;
    }
    const error why = call().error();
    EXPECT_EQ(why.kind, errc::rate_limited);
    EXPECT_EQ(why.status, 429);
    EXPECT_EQ(why.code, "RATE_LIMITED");
  };
  settings nobody = with_keys("wrong");
  const client anonymous = once(client(nobody));
  until_limited(60, [&] { return anonymous.challenges().list(); });
  EXPECT_EQ(anonymous.last_rate_limit()->remaining, 0);
  const client api = once(production());
  const webhook_request wanted{
      .url = "http://127.0.0.1:9/", .events = {webhook_event_type::result_finalized}, .secret = {}};
  until_limited(20, [&] { return api.webhooks().create(wanted); });
  const client web = once(on_web());
  const token_request ask{.name = "n", .scopes = {token_scope::challenge_read}, .expires_in_days = {}};
  until_limited(10, [&] { return web.tokens().create(ask); });
}

TEST_F(ArenaCodes, OfTheConnectorAreStatusesAlone) {
  const client api = once(production());
  settings given = with_keys(arena_.who().token);
  given.agent_key = secret("aa_wrong");
  const client wrong = once(client(given));
  const challenge_id later = assign(R"("agent":0,"starts_in_s":3600)");
  const challenge_id nowhere = *challenge_id::parse("550e8400-e29b-41d4-a716-446655440000");
  const agent_id who = arena_.who().id;
  const std::string good = encode_event({.type = event_type::thinking, .timestamp = api.server_time()});
  const std::string bad = R"({"type":"dancing","timestamp":"2026-03-22T10:00:00Z"})";
  const solution answer{.content = "42", .files = {}};
  struct row {
    int status;
    errc kind;
    error got;
  };
  const std::vector<row> rows = {
      {401, errc::unauthorized, wrong.connector().ping().error()},
      {401, errc::unauthorized, wrong.connector().assigned().error()},
      {400, errc::validation, api.connector().stream_event(later, who, bad).error()},
      {403, errc::forbidden, api.connector().stream_event(later, who, good).error()},
      {404, errc::not_found, api.connector().stream_event(nowhere, who, good).error()},
      {404, errc::not_found, api.connector().submit(nowhere, answer).error()}};
  for (const row& one : rows) {
    EXPECT_EQ(one.got.status, one.status) << one.got.describe();
    EXPECT_EQ(one.got.kind, one.kind) << one.got.describe();
    EXPECT_EQ(one.got.describe().find("aa_wrong"), std::string::npos) << "the key was echoed";
  }
  const auto gone = arena_.ask("POST", "/api/v1/submissions", "{}");
  EXPECT_EQ(gone.status, 410);
}

TEST_F(ArenaCodes, LimitEventsAndPolls) {
  const client api = once(production());
  const challenge_id which = assign();
  const std::string event = encode_event({.type = event_type::thinking, .timestamp = api.server_time()});
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(api.connector().stream_event(which, arena_.who().id, event)) << i;
  }
  const error events = api.connector().stream_event(which, arena_.who().id, event).error();
  EXPECT_EQ(events.kind, errc::rate_limited);
  EXPECT_FALSE(events.retry_after) << "no word of when to try again";
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(api.connector().assigned()) << i;
  }
  EXPECT_EQ(api.connector().assigned().error().retry_after, 60s);
}

class DocumentedArena : public arena_test {
 protected:
  static arena::sandbox::arena_options as_documented() {
    auto options = judges_at_once();
    options.answers_as = arena::sandbox::contract::documented;
    return options;
  }
  DocumentedArena() : arena_test(as_documented()) {}
};

TEST_F(DocumentedArena, RefusesWithTheCodesOfTheDocuments) {
  const client api = once(production());
  settings key_alone = with_keys("");
  key_alone.api_key = secret(arena_.who().key);
  const client by_agent_key = once(client(key_alone));
  const challenge_id which = assign();
  const session_id session = open(api, which);
  ASSERT_TRUE(api.sessions().submit(session, "42", "any key will do"));
  expect_refusals({
      {"FORBIDDEN", 403, errc::forbidden,
       [&] { return by_agent_key.challenges().create_session(which).error(); }},
      {"CONFLICT", 409, errc::conflict, [&] { return api.sessions().submit(session, "43").error(); }},
  });
}

TEST_F(DocumentedArena, TellsWhenTheRateLimitEnds) {
  const client api = once(production());
  ASSERT_TRUE(api.challenges().list());
  const auto limit = api.last_rate_limit();
  ASSERT_TRUE(limit);
  ASSERT_TRUE(limit->reset);
}

}  // namespace
