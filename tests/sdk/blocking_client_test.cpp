// The client for programs without Asio: answers, exceptions, threads, stopping.
#include "sdk/client.hpp"
#include "tests/support/server_in_thread.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <future>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;

const std::string judging = R"({"data":{"id":"u1","submission_status":"judging"}})";

class BlockingClient : public testing::Test {
 protected:
  BlockingClient() {
    given.api_key = secret("bouts_sk_token");
    given.agent_key = secret("aa_agent_key");
    given.base_url = server_.url();
    given.proxy = "";
    given.calls.retry = {.max_attempts = 3, .base = 1ms, .cap = 2ms};
  }

  void then(reply answer) { server_.then(std::move(answer)); }
  std::vector<test_support::seen_request> requests() { return server_.requests(); }

  static challenge_id challenge() { return *challenge_id::parse("c1"); }
  static session_id session() { return *session_id::parse("s1"); }
  static submission_id submission() { return *submission_id::parse("u1"); }

  settings given;
  test_support::server_in_thread server_;
};

TEST_F(BlockingClient, RunsTheQuickstart) {
  then(reply::json(200, R"({"data":[{"id":"c1","title":"T"}]})"));
  then(reply::json(201, R"({"data":{"session_id":"s1"}})"));
  then(reply::json(201, R"({"data":{"id":"u1","submission_status":"received"}})"));
  then(reply::json(200, judging));
  then(reply::json(200, R"({"data":{"id":"u1","submission_status":"completed"}})"));
  then(reply::json(200, R"({"data":{"final_score":91.5,"result_state":"clean"}})"));
  const Client api(given);
  const auto challenges = api.challenges().list({.status = "active"}).value();
  const auto entered = api.challenges().create_session(challenges[0].id).value();
  const auto submitted = api.sessions().submit(entered.session_id, "42").value();
  const auto judged =
      api.submissions().wait_for_result(submitted.id, {.interval = 1ms, .limit = 20s}).value();
  EXPECT_EQ(judged.status, submission_status::completed);
  EXPECT_EQ(api.submissions().breakdown(judged.id).value().final_score, 91.5);
  const auto seen = requests();
  ASSERT_EQ(seen.size(), 6U);
  EXPECT_EQ(seen[0].target, "/api/v1/challenges?status=active");
  EXPECT_EQ(seen[0].header("Authorization"), "Bearer bouts_sk_token");
  EXPECT_EQ(seen[5].connection, 1) << "one connection serves them all";
}

template <class Exception>
void expect_thrown(client& api, const challenge_id& id, int status) {
  try {
    static_cast<void>(api.challenges().get(id).value());
    FAIL() << "nothing was thrown for " << status;
  } catch (const Exception& e) {
    EXPECT_EQ(e.status(), status);
    EXPECT_EQ(e.code(), "SOME_CODE");
    EXPECT_EQ(e.message().empty(), false);
    EXPECT_EQ(e.request_id(), "r-1");
    EXPECT_EQ(std::string(e.what()), e.value().describe());
  }
}

TEST_F(BlockingClient, ThrowsTheExceptionOfTheErrorsKind) {
  given.calls.retry = retry_policy::none();
  client api(given);
  const auto answer_with = [this](int status) {
    then(reply::json(status, R"({"error":{"message":"no","code":"SOME_CODE","request_id":"r-1"}})",
                     {{"Retry-After", "7"}}));
  };
  const auto thrown = [&]<class Exception>(int status) {
    answer_with(status);
    expect_thrown<Exception>(api, challenge(), status);
  };
  thrown.operator()<auth_error>(401);
  thrown.operator()<forbidden_error>(403);
  thrown.operator()<not_found_error>(404);
  thrown.operator()<conflict_error>(409);
  thrown.operator()<gone_error>(410);
  thrown.operator()<validation_error>(400);
  thrown.operator()<rate_limit_error>(429);
  thrown.operator()<server_error>(503);
  thrown.operator()<api_error>(404);
  answer_with(429);
  try {
    static_cast<void>(api.challenges().get(challenge()).value());
    FAIL();
  } catch (const rate_limit_error& e) {
    EXPECT_EQ(e.retry_after(), 7s);
    EXPECT_EQ(e.attempts(), 1);
  }
}

TEST_F(BlockingClient, ThrowsWhatHappenedOnTheWay) {
  given.calls.retry = retry_policy::none();
  client api(given);
  then(reply::hang_up());
  EXPECT_THROW(static_cast<void>(api.challenges().get(challenge()).value()), network_error);
  then(reply::json(200, "nonsense"));
  EXPECT_THROW(static_cast<void>(api.challenges().get(challenge()).value()), bad_answer_error);
  then(reply::silence());
  EXPECT_THROW(
      static_cast<void>(
          api.with({.timeout = 50ms, .retry = retry_policy::none()}).challenges().get(challenge()).value()),
      timeout_error);
  EXPECT_THROW(static_cast<void>(api.challenges().get({}).value()), validation_error);
  given.base_url = "ftp://x";
  EXPECT_THROW(client{given}, api_error);
  EXPECT_EQ(client::make(given).error().kind, errc::bad_url);
}

TEST_F(BlockingClient, GoesThroughAllPagesAndEndsWithAFailure) {
  given.calls.retry = retry_policy::none();
  const client api(given);
  const auto page = [](int number) {
    return reply::json(200, R"({"data":[{"id":"c)" + std::to_string(number) +
                                R"("}],"pagination":{"total":9,"page":1,"limit":1,"has_more":true}})");
  };
  then(page(1));
  then(page(2));
  then(reply::json(500, R"({"error":{"message":"db","code":"DB_ERROR"}})"));
  std::vector<std::string> seen;
  for (const answer<bouts::challenge>& one : api.challenges().all({.limit = 1})) {
    seen.push_back(one ? one->id.str() : one.error().code);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"c1", "c2", "DB_ERROR"}));
  EXPECT_EQ(requests().back().target, "/api/v1/challenges?page=3&limit=1");
}

TEST_F(BlockingClient, ServesManyThreadsAtOnce) {
  server_.on_server([](auto& server) {
    server.otherwise([](const test_support::seen_request& asked) {
      const std::string id = asked.target.substr(asked.target.rfind('/') + 1);
      return reply::json(200, R"({"data":{"id":")" + id + R"("}})",
                         {{"X-RateLimit-Remaining", "5"}, {"Date", "Sun, 22 Mar 2026 10:00:00 GMT"}});
    });
  });
  const client api(given);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&right, api, t] {
      for (int i = 0; i < 25; ++i) {
        const auto id = *challenge_id::parse("c" + std::to_string(t) + "-" + std::to_string(i));
        const auto found = api.challenges().get(id);
        const bool limited = api.last_rate_limit().has_value();
        right += found && found->id == id && limited ? 1 : 0;
      }
    });
  }
  for (std::thread& one : threads) {
    one.join();
  }
  EXPECT_EQ(right, 100);
  EXPECT_LT(api.clock_offset(), 0ms);
  EXPECT_LT(api.server_time(), std::chrono::system_clock::now());
}

TEST_F(BlockingClient, StopsACallWhenItsTokenSaysSo) {
  server_.always(reply::json(200, judging));
  const client api(given);
  std::stop_source source;
  const client stoppable = api.with(source.get_token());
  auto waiting = std::async(std::launch::async, [&stoppable] {
    return stoppable.submissions().wait_for_result(submission(), {.interval = 1h, .limit = 2h});
  });
  server_.wait_for_requests(1);
  source.request_stop();
  const auto stopped = waiting.get();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, errc::cancelled);
  EXPECT_THROW(static_cast<void>(stopped.value()), cancelled_error);
  const auto later = stoppable.submissions().get(submission());
  ASSERT_FALSE(later) << "every later one is stopped too";
  EXPECT_EQ(later.error().kind, errc::cancelled);
  EXPECT_TRUE(api.submissions().get(submission())) << "the client it was made from goes on";
}

TEST_F(BlockingClient, MayGoBeforeItsGroupsAndCopies) {
  then(reply::json(200, R"({"data":{"id":"s1"}})"));
  auto sessions = client(given).sessions();
  const auto copy = sessions;
  EXPECT_TRUE(copy.get(session()));
}

TEST_F(BlockingClient, TakesWhatIsLeftOutFromTheEnvironment) {
  then(reply::json(200, R"({"data":{"id":"s1"}})"));
  setenv("BOUTS_API_KEY", "bouts_sk_from_outside\n", 1);
  setenv("BOUTS_BASE_URL", given.base_url.c_str(), 1);
  const client api;
  unsetenv("BOUTS_API_KEY");
  unsetenv("BOUTS_BASE_URL");
  ASSERT_TRUE(api.sessions().get(session()));
  EXPECT_EQ(requests().at(0).header("Authorization"), "Bearer bouts_sk_from_outside");
  EXPECT_EQ(with_environment({}).base_url, public_arena_url);
}

TEST_F(BlockingClient, ShowsNoKeyInAnyError) {
  given.api_key = secret("bouts_sk_hunter2");
  given.calls.retry = retry_policy::none();
  const client api(given);
  for (const int status : {400, 401, 403, 404, 409, 429, 500}) {
    then(reply::json(status, R"({"error":{"message":"no"}})"));
    EXPECT_FALSE(api.sessions().get(session()).error().describe().contains("hunter2"));
  }
  given.api_key = secret("bouts_sk_hunter2\r\nX-Other: 1");
  EXPECT_FALSE(client(given).sessions().get(session()).error().describe().contains("hunter2"));
}

}  // namespace
