// Failures of calls: what is repeated, how often, and what the caller is told.
#include "tests/sdk/client_fixture.hpp"

#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;

const std::string session_json = R"({"data":{"id":"s1","status":"open"}})";
const std::string judging = R"({"data":{"id":"u1","submission_status":"judging"}})";
const std::string completed = R"({"data":{"id":"u1","submission_status":"completed"}})";

class Retry : public client_test {};

TEST_F(Retry, GetsOverFailuresThatPass) {
  const std::vector<reply> passing = {
      reply::json(500, R"({"error":{"message":"db","code":"DB_ERROR"}})"),
      reply::with(502, "<html><title>Bad gateway</title></html>"),
      reply::json(503, ""),
      reply::json(429, "{}", {{"Retry-After", "0"}}),
      reply::with(408),
      reply::with(425),
      reply::hang_up(),
      reply::json(200, "<html>not JSON</html>"),
      reply::json(200, R"({"data":{}})"),
      reply::raw("nonsense").then_close(),
  };
  std::size_t requests = 0;
  for (const reply& one : passing) {
    server.then(one).then(reply::json(200, session_json));
    const auto answer = run(api().sessions().get(session()));
    ASSERT_OK(answer);
    requests += 2;
    EXPECT_EQ(server.requests().size(), requests);
  }
}

TEST_F(Retry, GivesUpAfterItsAttempts) {
  server.otherwise([](const auto&) {
    return reply::json(503, R"({"error":{"message":"later","code":"BUSY","request_id":"r-9"}})");
  });
  const auto answer = run(api().sessions().get(session()));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::server);
  EXPECT_EQ(answer.error().status, 503);
  EXPECT_EQ(answer.error().code, "BUSY");
  EXPECT_EQ(answer.error().request_id, "r-9");
  EXPECT_EQ(answer.error().attempts, 3);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(Retry, NeverRepeatsWhatCannotSucceed) {
  struct row {
    int status;
    errc kind;
  };
  for (const row& one : std::vector<row>{{400, errc::validation},
                                         {401, errc::unauthorized},
                                         {403, errc::forbidden},
                                         {404, errc::not_found},
                                         {409, errc::conflict},
                                         {410, errc::gone},
                                         {413, errc::validation}}) {
    const std::size_t before = server.requests().size();
    server.then(reply::json(one.status, R"({"error":{"message":"no","code":"NO"}})"));
    const auto answer = run(api().sessions().get(session()));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, one.kind) << one.status;
    EXPECT_EQ(answer.error().attempts, 1);
    EXPECT_EQ(server.requests().size(), before + 1) << one.status;
  }
}

TEST_F(Retry, NeverRepeatsAnEvent) {
  const std::vector<reply> failures = {reply::with(500), reply::json(429, "{}"), reply::hang_up(),
                                       reply::json(200, "nonsense")};
  for (const reply& one : failures) {
    const std::size_t before = server.requests().size();
    server.then(one);
    ASSERT_FALSE(run(api().connector().stream_event(challenge(), agent(), "{}")));
    EXPECT_EQ(server.requests().size(), before + 1);
  }
}

TEST_F(Retry, NeverRepeatsAnEventOnAStaleConnection) {
  server.then(reply::json(200, R"({"received":true,"seq_num":1})")).then(reply::hang_up());
  ASSERT_OK(run(api().connector().stream_event(challenge(), agent(), "{}")));
  const auto second = run(api().connector().stream_event(challenge(), agent(), "{}"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, errc::network);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Retry, RepeatsASubmissionWithTheSameKeyAndBody) {
  server.then(reply::hang_up())
      .then(reply::json(500, ""))
      .then(reply::json(200, R"({"data":{"id":"u1","submission_status":"received","idempotent":true}})"));
  const auto answer = run(api().sessions().submit(session(), solution(), std::string(64, 'a')));
  ASSERT_OK(answer);
  EXPECT_TRUE(answer->idempotent);
  ASSERT_EQ(server.requests().size(), 3U);
  for (const auto& seen : server.requests()) {
    EXPECT_EQ(seen.header("Idempotency-Key"), std::string(64, 'a'));
    EXPECT_EQ(seen.body, server.requests()[0].body);
  }
}

TEST_F(Retry, RepeatsPingsPollsAndOpening) {
  const auto twice = [this](const std::string& good) {
    server.then(reply::with(502)).then(reply::json(200, good));
  };
  twice(R"({"status":"ok","agent_id":"a1","is_online":true})");
  ASSERT_OK(run(api().connector().ping()));
  twice(R"({"challenges":[]})");
  ASSERT_OK(run(api().connector().assigned()));
  twice(R"({"data":{"session_id":"s1","existing":true}})");
  ASSERT_OK(run(api().challenges().create_session(challenge())));
  EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(Retry, IsOffWhereTheCallerHasALoopOfItsOwn) {
  settings.retry = retry_policy::none();
  server.then(reply::with(502));
  const auto answer = run(api().connector().assigned());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().attempts, 1);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Retry, TellsHowLongTheArenaAsksToWait) {
  settings.retry = retry_policy::none();
  server.then(reply::json(429, R"({"error":"Rate limit"})", {{"Retry-After", "60"}, {"X-Request-ID", "r-1"}}))
      .then(reply::json(429, R"({"error":"Rate limit"})"))
      .then(reply::json(
          503, "",
          {{"Retry-After", "Sun, 22 Mar 2026 12:00:30 GMT"}, {"Date", "Sun, 22 Mar 2026 12:00:00 GMT"}}));
  const error first = run(api().connector().assigned()).error();
  EXPECT_EQ(first.kind, errc::rate_limited);
  EXPECT_EQ(first.retry_after, 60s);
  EXPECT_EQ(first.request_id, "r-1");
  EXPECT_EQ(first.message, "Rate limit");
  EXPECT_EQ(run(api().connector().assigned()).error().retry_after, std::nullopt);
  EXPECT_EQ(run(api().connector().assigned()).error().retry_after, 30s) << "reckoned in the arena's time";
}

TEST_F(Retry, WaitsAsLongAsTheArenaAsks) {
  server.then(reply::json(429, "{}", {{"Retry-After", "1"}})).then(reply::json(200, session_json));
  const auto start = std::chrono::steady_clock::now();
  ASSERT_OK(run(api().sessions().get(session())));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 1s);
}

TEST_F(Retry, KeepsTheRequestIdOfAnAnswerThatCannotBeRead) {
  settings.retry = retry_policy::none();
  server.then(reply::json(200, "nonsense", {{"X-Request-ID", "r-7"}}));
  const error failure = run(api().sessions().get(session())).error();
  EXPECT_EQ(failure.kind, errc::bad_answer);
  EXPECT_EQ(failure.status, 200);
  EXPECT_EQ(failure.request_id, "r-7");
}

TEST_F(Retry, NeverShowsAKey) {
  settings.retry = retry_policy::none();
  keys.token = secret("bouts_sk_hunter2\n");
  const error broken = run(api().sessions().get(session())).error();
  EXPECT_EQ(broken.kind, errc::invalid);
  EXPECT_FALSE(broken.describe().contains("hunter2"));
}

TEST_F(Retry, StopsWaitingWhenItIsCancelled) {
  // The Date tells when the answer has been taken.
  server.then(reply::json(429, "{}", {{"Retry-After", "300"}, {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}));
  test_support::started<result<bouts::session>> call(io, api().sessions().get(session()));
  test_support::run_until(io, [this] { return api().clock_offset() != 0ms; });
  call.cancel();
  EXPECT_THROW(call.get(), boost::system::system_error);
  EXPECT_EQ(server.requests().size(), 1U);
}

class WaitForResult : public client_test {};

TEST_F(WaitForResult, AsksUntilTheSubmissionIsJudged) {
  server.then(reply::json(200, judging)).then(reply::json(200, judging)).then(reply::json(200, completed));
  const auto judged =
      run(api().submissions().wait_for_result(submission(), {.interval = 1ms, .limit = long_time}));
  ASSERT_OK(judged);
  EXPECT_EQ(judged->status, submission_status::completed);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(WaitForResult, TellsWhatEachLookHasFound) {
  server.then(reply::json(200, judging)).then(reply::with(502)).then(reply::json(200, completed));
  settings.retry = retry_policy::none();
  std::vector<std::string> seen;
  const std::function<void(const bouts::submission&)> look = [&seen](const bouts::submission& found) {
    seen.push_back(found.status.text());
  };
  ASSERT_OK(run(api().submissions().wait_for_result(
      submission(), {.interval = 1ms, .limit = long_time, .on_look = &look})));
  EXPECT_EQ(seen, (std::vector<std::string>{"judging", "completed"}));
}

TEST_F(WaitForResult, EndsWithEveryTerminalStatus) {
  for (const std::string status : {"completed", "failed", "rejected", "invalidated"}) {
    server.then(reply::json(200, R"({"data":{"id":"u1","submission_status":")" + status + "\"}}"));
    const auto judged =
        run(api().submissions().wait_for_result(submission(), {.interval = 1ms, .limit = long_time}));
    ASSERT_OK(judged);
    EXPECT_EQ(judged->status.text(), status);
  }
}

TEST_F(WaitForResult, WaitsOutFailuresThatPass) {
  settings.retry = retry_policy::none();
  server.then(reply::with(502)).then(reply::hang_up()).then(reply::json(200, completed));
  ASSERT_OK(run(api().submissions().wait_for_result(submission(), {.interval = 1ms, .limit = long_time})));
}

TEST_F(WaitForResult, EndsWithAFailureThatDoesNotPass) {
  server.then(reply::json(404, R"({"error":{"message":"no such submission","code":"NOT_FOUND"}})"));
  const auto judged =
      run(api().submissions().wait_for_result(submission(), {.interval = 1ms, .limit = long_time}));
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().kind, errc::not_found);
}

TEST_F(WaitForResult, GivesUpAtItsLimit) {
  server.otherwise([](const auto&) { return reply::json(200, judging); });
  const auto judged =
      run(api().submissions().wait_for_result(submission(), {.interval = 5ms, .limit = short_time}));
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().kind, errc::timed_out);
  EXPECT_TRUE(judged.error().message.contains("judging")) << judged.error().message;
}

}  // namespace
