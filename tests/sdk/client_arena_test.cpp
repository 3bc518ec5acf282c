// The client against a whole arena-sandbox: every endpoint that it serves, its error codes, and bad weather.
#include "core/wire/encode.hpp"
#include "sdk/client.hpp"
#include "tests/sandbox/live_arena.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using arena::sandbox::test::live_arena;

arena::sandbox::arena_options judges_at_once() {
  auto options = arena::sandbox::test::two_agents();
  options.judge_after = 10ms;
  return options;
}

class Arena : public testing::Test {
 protected:
  static constexpr result_wait soon{.interval = 20ms, .limit = 30s};

  settings with_keys(std::string token) const {
    settings given;
    given.api_key = secret(std::move(token));
    given.agent_key = secret(arena_.who().key);
    given.base_url = arena_.url();
    given.proxy = "";
    given.calls.retry = {.max_attempts = 3, .base = 1ms, .cap = 2ms};
    return given;
  }
  client production() const { return client(with_keys(arena_.who().token)); }
  client sandboxed() const { return client(with_keys(arena_.who().test_token)); }

  // A new challenge that the first agent is assigned to (or nobody, with `"agent":null`).
  challenge_id assign(const std::string& more = R"("agent":0)") const {
    const auto made = arena_.ask("POST", "/_arena/assign", "{" + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return *challenge_id::parse(std::string(boost::json::parse(made.body).at("challenge_id").as_string()));
  }
  session_id open(const client& api, const challenge_id& which) const {
    return api.challenges().create_session(which).value().session_id;
  }
  void weather(const std::string& fault) const {
    EXPECT_LT(arena_.ask("POST", "/_arena/fault", fault).status, 300) << fault;
  }

  live_arena arena_{std::nullopt, judges_at_once()};
};

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

TEST_F(Arena, RefusesWithItsCodes) {
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

TEST_F(Arena, ClosesASandboxSessionAndLimitsSubmissions) {
  const client api = sandboxed().with({.timeout = 30s, .retry = retry_policy::none()});
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

TEST_F(Arena, GetsThroughEveryKindOfWeather) {
  const client api = production();
  const client once = api.with({.timeout = 30s, .retry = retry_policy::none()});
  const session_id session = open(api, assign());
  struct row {
    std::string mode;
    errc kind;
  };
  for (const row& one : std::vector<row>{{R"("mode":"status","status":500)", errc::server},
                                         {R"("mode":"status","status":503)", errc::server},
                                         {R"("mode":"cut_before")", errc::network},
                                         {R"("mode":"cut_after")", errc::network},
                                         {R"("mode":"garbage")", errc::bad_answer},
                                         {R"("mode":"html")", errc::server},
                                         {R"("mode":"html","status":200)", errc::bad_answer},
                                         {R"("mode":"empty","status":200)", errc::bad_answer}}) {
    // Twice, as a connection that dies is tried once more on a fresh one without a word.
    const std::string fault = R"({"path":"/api/v1/sessions/","count":2,)" + one.mode + "}";
    weather(fault);
    EXPECT_EQ(once.sessions().get(session).error().kind, one.kind) << one.mode;
    weather(R"({"clear":true})");
    weather(fault);
    EXPECT_TRUE(api.sessions().get(session)) << one.mode;
    weather(R"({"clear":true})");
  }
  weather(R"({"path":"/api/v1/sessions/","count":1,"mode":"slow","delay_ms":5000})");
  const client hasty = api.with({.timeout = 100ms, .retry = retry_policy::none()});
  EXPECT_EQ(hasty.sessions().get(session).error().kind, errc::timed_out);
}

TEST_F(Arena, HandsInOnceThroughALostAnswer) {
  const client api = production();
  const session_id session = open(api, assign());
  weather(R"({"path":"/api/v1/sessions/","method":"POST","count":2,"mode":"cut_after"})");
  const auto taken = api.sessions().submit(session, "42").value();
  EXPECT_TRUE(taken.idempotent) << "the first was taken, its answer lost";
  EXPECT_EQ(api.sessions().get(session).value().submission_count, 1);
}

}  // namespace
