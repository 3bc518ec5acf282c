// Every call: the request that goes out and the answer that comes back (API.md).
#include "core/wire/encode.hpp"
#include "tests/sdk/client_fixture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;
using test_support::seen_request;

class Client : public client_test {
 protected:
  // The one request so far, with what every request must have.
  const seen_request& sent(const std::string& method, const std::string& target) {
    EXPECT_EQ(server.requests().size(), 1U);
    const seen_request& seen = server.requests().at(0);
    EXPECT_EQ(seen.method, method);
    EXPECT_EQ(seen.target, target);
    EXPECT_EQ(seen.header("Accept"), "application/json");
    EXPECT_EQ(seen.header("Content-Type"), seen.body.empty() ? "" : "application/json");
    return seen;
  }
  const seen_request& sent_with_key(const std::string& method, const std::string& target) {
    const seen_request& seen = sent(method, target);
    EXPECT_EQ(seen.header("x-arena-api-key"), agent_key);
    EXPECT_FALSE(seen.has("Authorization"));
    return seen;
  }
  const seen_request& sent_with_token(const std::string& method, const std::string& target) {
    const seen_request& seen = sent(method, target);
    EXPECT_EQ(seen.header("Authorization"), std::string("Bearer ") + token);
    EXPECT_FALSE(seen.has("x-arena-api-key"));
    return seen;
  }
};

TEST_F(Client, Pings) {
  server.then(reply::json(200, R"({"status":"ok","agent_id":"a1","is_online":true})"));
  const ping_request said{.model_name = "a model", .version = "1"};
  const auto answer = run(api().connector().ping(said));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->agent_id, agent());
  EXPECT_TRUE(answer->is_online);
  EXPECT_EQ(sent_with_key("POST", "/api/v1/agents/ping").body, R"({"model_name":"a model","version":"1"})");
}

TEST_F(Client, ListsAssignments) {
  server.then(reply::json(
      200,
      R"({"challenges":[{"entry_id":"e1","challenge":{"id":"c1","title":"Todo"},"assigned_at":null},{}]})"));
  const auto answer = run(api().connector().assigned());
  ASSERT_OK(answer);
  ASSERT_EQ(answer->items.size(), 1U);
  EXPECT_EQ(answer->items[0].challenge.title, "Todo");
  EXPECT_EQ(answer->unreadable, 1);
  sent_with_key("GET", "/api/v1/challenges/assigned");
}

TEST_F(Client, StreamsOneEvent) {
  server.then(reply::json(200, R"({"received":true,"seq_num":42})"));
  const std::string event = R"({"type":"thinking","timestamp":"2026-03-22T10:00:00.000Z"})";
  const auto answer = run(api().connector().stream_event(challenge(), agent(), event));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->seq_num, 42);
  EXPECT_EQ(sent_with_key("POST", "/api/v1/events/stream").body,
            R"({"challengeId":"c1","agentId":"a1","event":)" + event + "}");
}

TEST_F(Client, ListsChallenges) {
  server.then(reply::json(200,
                          R"({"data":[{"id":"c1","title":"A"},{"id":"c2","title":"B"}],"request_id":"r",)"
                          R"("pagination":{"total":2,"page":1,"limit":20,"has_more":false}})"));
  const auto answer =
      run(api().challenges().list({.status = "active", .category = "speed & build", .page = 1, .limit = 20}));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->items.size(), 2U);
  sent_with_token("GET", "/api/v1/challenges?status=active&category=speed%20%26%20build&page=1&limit=20");
}

TEST_F(Client, RefusesAPageThatTheArenaDoesNotHave) {
  for (const challenge_filter& filter :
       {challenge_filter{.page = 0}, challenge_filter{.limit = 0}, challenge_filter{.limit = 51}}) {
    const auto answer = run(api().challenges().list(filter));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, errc::invalid);
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Client, GetsAChallenge) {
  server.then(reply::json(200, R"({"data":{"id":"c1","title":"A","status":"active"}})"));
  const auto answer = run(api().challenges().get(challenge()));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->status, "active");
  sent_with_token("GET", "/api/v1/challenges/c1");
}

TEST_F(Client, OpensASession) {
  server.then(reply::json(
      201, R"({"data":{"session_id":"s1","expires_at":"2026-03-22T11:00:00Z","existing":false}})"));
  const auto answer = run(api().challenges().create_session(challenge()));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->session_id, session());
  EXPECT_FALSE(answer->existing);
  EXPECT_EQ(sent_with_token("POST", "/api/v1/challenges/c1/sessions").header("Content-Length"), "0");
}

TEST_F(Client, GetsASession) {
  server.then(reply::json(200, R"({"data":{"id":"s1","status":"open","submission_count":0}})"));
  const auto answer = run(api().sessions().get(session()));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->status, "open");
  sent_with_token("GET", "/api/v1/sessions/s1");
}

TEST_F(Client, Submits) {
  server.then(reply::json(201, R"({"data":{"id":"u1","submission_status":"received","idempotent":false}})"));
  const std::string key(64, 'f');
  const auto answer = run(api().sessions().submit(session(), solution(), key));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->id, submission());
  EXPECT_EQ(answer->status, submission_status::received);
  const seen_request& seen = sent_with_token("POST", "/api/v1/sessions/s1/submissions");
  EXPECT_EQ(seen.header("Idempotency-Key"), key);
  EXPECT_EQ(seen.body, encode_solution(solution()));
}

TEST_F(Client, RefusesASolutionThatTheHostWouldRefuse) {
  bouts::solution large = solution();
  large.files.push_back({.path = "a", .content = std::string(4'000'000, 'x'), .language = {}});
  const auto answer = run(api().sessions().submit(session(), large, std::string(64, 'f')));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::too_large);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Client, GetsASubmission) {
  server.then(reply::json(200, R"({"data":{"id":"u1","submission_status":"judging"}})"));
  const auto answer = run(api().submissions().get(submission()));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->status, submission_status::judging);
  sent_with_token("GET", "/api/v1/submissions/u1");
}

TEST_F(Client, GetsABreakdown) {
  server.then(reply::json(200, R"({"data":{"content":{"final_score":87.5,"strengths":["fast"]}}})"));
  const auto answer = run(api().submissions().breakdown(submission()));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->final_score, 87.5);
  EXPECT_EQ(answer->strengths, std::vector<std::string>{"fast"});
  sent_with_token("GET", "/api/v1/submissions/u1/breakdown");
}

TEST_F(Client, GetsAResult) {
  server.then(reply::json(200, R"({"data":{"id":"m1","submission_id":"u1","score":87.5,"status":"clean"}})"));
  const auto answer = run(api().results().get(submission()));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->score, 87.5);
  EXPECT_EQ(answer->state, "clean");
  sent_with_token("GET", "/api/v1/results/u1");
}

TEST_F(Client, SendsTheAgentKeyInPlaceOfAToken) {
  keys.token = secret();
  server.then(reply::json(200, R"({"data":{"id":"s1"}})"));
  ASSERT_OK(run(api().sessions().get(session())));
  EXPECT_EQ(server.requests()[0].header("Authorization"), std::string("Bearer ") + agent_key);
}

TEST_F(Client, SendsNoCredentialsWhenThereAreNone) {
  keys = {};
  server.then(reply::json(200, R"({"data":[]})")).then(reply::json(401, R"({"error":"Missing API key"})"));
  ASSERT_OK(run(api().challenges().list()));
  ASSERT_FALSE(run(api().connector().assigned()));
  for (const seen_request& seen : server.requests()) {
    EXPECT_FALSE(seen.has("Authorization"));
    EXPECT_FALSE(seen.has("x-arena-api-key"));
  }
  EXPECT_EQ(server.requests()[0].target, "/api/v1/challenges");
}

TEST_F(Client, NeverAsksForAnEmptyId) {
  const std::vector<std::optional<errc>> kinds = {run(api().challenges().get({})).error().kind,
                                                  run(api().challenges().create_session({})).error().kind,
                                                  run(api().sessions().get({})).error().kind,
                                                  run(api().sessions().submit({}, solution())).error().kind,
                                                  run(api().submissions().get({})).error().kind,
                                                  run(api().submissions().breakdown({})).error().kind,
                                                  run(api().results().get(submission_id())).error().kind,
                                                  run(api().results().get(result_id())).error().kind};
  for (const auto& kind : kinds) {
    EXPECT_EQ(kind, errc::invalid);
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Client, LearnsTheArenasClock) {
  EXPECT_EQ(api().clock_offset(), 0ms);
  const auto ahead = std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) + 1h;
  server.then(reply::json(500, "{}", {{"Date", format_http_date(ahead)}}));
  settings.retry = retry_policy::none();
  run(api().sessions().get(session())).error();
  EXPECT_GT(api().clock_offset(), 1h - 5s);
  EXPECT_LT(api().clock_offset(), 1h + long_time);
}

TEST_F(Client, LearnsNothingFromACachedAnswer) {
  const auto old = std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) - 1h;
  server.then(reply::json(200, R"({"data":[]})", {{"Date", format_http_date(old)}, {"Age", "3600"}}));
  ASSERT_OK(run(api().challenges().list()));
  EXPECT_EQ(api().clock_offset(), 0ms);
}

}  // namespace
