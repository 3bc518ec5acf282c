// The awaitable client as programs use it: inside of coroutines, with temporaries, on strands, and gone
// before its calls.
#include "sdk/async_client.hpp"

#include "tests/sdk/client_fixture.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;

std::string page_json(int number, bool more) {
  const std::string id = std::to_string(number);
  return R"({"data":[{"id":"a)" + id + R"("},{"id":"b)" + id + R"("}],"pagination":{"total":6,"page":)" + id +
         R"(,"limit":2,"has_more":)" + (more ? "true" : "false") + "}}";
}

class AsyncClient : public client_test {};

// The quickstart of the Python client, with every temporary where a reader would put it.
asio::awaitable<result<std::optional<double>>> quickstart(async_client api) {
  auto challenges = co_await api.challenges().list({.status = "active", .format = "a format of some length"});
  if (!challenges) {
    co_return std::unexpected(challenges.error());
  }
  auto session = co_await api.challenges().create_session((*challenges)[0].id);
  if (!session) {
    co_return std::unexpected(session.error());
  }
  auto submitted =
      co_await api.sessions().submit(session->session_id, "a solution that needs memory of its own");
  if (!submitted) {
    co_return std::unexpected(submitted.error());
  }
  auto judged = co_await api.submissions().wait_for_result(submitted->id, {.interval = 1ms, .limit = 20s});
  if (!judged) {
    co_return std::unexpected(judged.error());
  }
  auto details = co_await api.submissions().breakdown(submitted->id);
  if (!details) {
    co_return std::unexpected(details.error());
  }
  co_return details->final_score;
}

void script_a_bout(test_support::scripted_server& server) {
  server.then(reply::json(200, R"({"data":[{"id":"c1","title":"T"}]})"))
      .then(reply::json(201, R"({"data":{"session_id":"s1"}})"))
      .then(reply::json(201, R"({"data":{"id":"u1","submission_status":"received"}})"))
      .then(reply::json(200, R"({"data":{"id":"u1","submission_status":"judging"}})"))
      .then(reply::json(200, R"({"data":{"id":"u1","submission_status":"completed"}})"))
      .then(reply::json(200, R"({"data":{"final_score":91.5}})"));
}

TEST_F(AsyncClient, RunsTheQuickstart) {
  script_a_bout(server);
  const auto score = run(quickstart(api()));
  ASSERT_OK(score);
  EXPECT_EQ(*score, 91.5);
  EXPECT_EQ(server.requests().at(0).target,
            "/api/v1/challenges?status=active&format=a%20format%20of%20some%20length");
}

asio::awaitable<result<std::vector<std::string>>> all_ids(async_client api) {
  std::vector<std::string> ids;
  auto all = api.challenges().all({.status = "active", .limit = 2});
  while (true) {
    auto next = co_await all.next();
    if (!next) {
      co_return std::unexpected(next.error());
    }
    if (!*next) {
      co_return ids;
    }
    ids.push_back((*next)->id.str());
  }
}

TEST_F(AsyncClient, GoesThroughAllPages) {
  server.then(reply::json(200, page_json(1, true)))
      .then(reply::json(200, page_json(2, true)))
      .then(reply::json(200, page_json(3, false)));
  const auto ids = run(all_ids(api()));
  ASSERT_OK(ids);
  EXPECT_EQ(*ids, (std::vector<std::string>{"a1", "b1", "a2", "b2", "a3", "b3"}));
  ASSERT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(server.requests()[2].target, "/api/v1/challenges?status=active&page=3&limit=2");
}

TEST_F(AsyncClient, AsksForTheSamePageAgainAfterAFailure) {
  settings.retry = retry_policy::none();
  server.then(reply::json(200, page_json(1, true)))
      .then(reply::with(502))
      .then(reply::json(200, page_json(2, false)));
  auto all = api().challenges().all();
  EXPECT_EQ((**run(all.next_page())).size(), 2U);
  EXPECT_EQ(run(all.next_page()).error().kind, errc::server);
  EXPECT_EQ((**run(all.next_page()))[0].id.str(), "a2");
  EXPECT_FALSE(*run(all.next_page()));
  EXPECT_FALSE(*run(all.next_page()));
}

TEST_F(AsyncClient, MayGoBeforeItsCalls) {
  server.then(reply::with(502)).then(reply::json(200, R"({"data":{"id":"s1"}})"));
  std::optional<async_client> short_lived(api());
  test_support::started<result<bouts::session>> call(io, short_lived->sessions().get(session()));
  short_lived.reset();
  ASSERT_OK(call.get());
}

TEST_F(AsyncClient, StopsFollowingWhenItIsCancelled) {
  server.otherwise([](const auto&) {
    return reply::json(200, R"({"data":{"id":"u1","submission_status":"judging"}})",
                       {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}});
  });
  test_support::started<result<bouts::submission>> call(
      io, api().submissions().wait_for_result(submission(), {.interval = 1h, .limit = 2h}));
  test_support::run_until(io, [this] { return api().clock_offset() != 0ms; });
  call.cancel();
  EXPECT_THROW(call.get(), boost::system::system_error);
}

TEST_F(AsyncClient, WorksOnAStrandOfAPoolOfThreads) {
  script_a_bout(server);
  asio::thread_pool pool(2);
  const auto strand = asio::make_strand(pool);
  bouts::settings complete;
  complete.api_key = secret(token);
  complete.base_url = server.url();
  complete.proxy = "";
  auto made = async_client::make(strand, complete);
  ASSERT_OK(made);
  const auto guard = asio::make_work_guard(io);
  const std::jthread arena([this] { io.run(); });
  const auto score = asio::co_spawn(strand, quickstart(*made), asio::use_future).get();
  io.stop();
  ASSERT_OK(score);
  EXPECT_EQ(*score, 91.5);
}

TEST_F(AsyncClient, IsNotMadeOfWhatCannotBeUsed) {
  const bouts::settings bad_url{.base_url = "ftp://x"};
  EXPECT_EQ(async_client::make(io.get_executor(), bad_url).error().kind, errc::bad_url);
  const bouts::settings bad_file{.base_url = "https://x.test", .ca_file = "/nowhere"};
  EXPECT_EQ(async_client::make(io.get_executor(), bad_file).error().kind, errc::io);
}

}  // namespace
