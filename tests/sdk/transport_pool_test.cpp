// Which connection an exchange goes over: reuse, limits, waiting, stale connections, cancellation.
#include "tests/sdk/transport_fixture.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;
using test_support::run_until;
using test_support::started;
using answer = result<http_response>;

class Pool : public transport_test {
 protected:
  void answer_everything() {
    server.otherwise([](const auto&) { return reply::json(200, "{}"); });
  }
  static http_request once(std::string target = "/x") {
    http_request made = get(std::move(target));
    made.resend_when_stale = false;
    return made;
  }
  std::vector<boost::asio::awaitable<answer>> calls(int count) {
    std::vector<boost::asio::awaitable<answer>> made;
    for (int i = 0; i < count; ++i) {
      made.push_back(call());
    }
    return made;
  }
  static bool was_cancelled(started<answer>& one) {
    try {
      one.get();
    } catch (const boost::system::system_error& thrown) {
      return thrown.code() == boost::asio::error::operation_aborted;
    }
    return false;
  }
  std::shared_ptr<aio::event> gate = std::make_shared<aio::event>();
};

TEST_F(Pool, ReusesOneConnectionForCallsInTurn) {
  answer_everything();
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(exchange());
  }
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(Pool, MakesAConnectionForEachCallAtOnceUpToTheLimit) {
  options.max_connections = 3;
  answer_everything();
  for (const answer& one : test_support::run_all(io, calls(10))) {
    ASSERT_OK(one);
  }
  EXPECT_EQ(server.requests().size(), 10U);
  EXPECT_EQ(server.accepted(), 3);
}

TEST_F(Pool, TakesTheMostRecentlyUsedConnection) {
  server.otherwise([this](const auto& request) {
    return request.target == "/last" ? reply::with(200).behind(gate) : reply::with(200);
  });
  started<answer> last(io, call(get("/last")));
  run_until(io, [this] { return server.requests().size() == 1; });
  ASSERT_OK(exchange());
  gate->set();
  ASSERT_OK(last.get());

  ASSERT_OK(exchange());
  EXPECT_EQ(server.requests().back().connection, server.requests().front().connection);
}

TEST_F(Pool, DoesNotKeepAConnectionThatTheAnswerCloses) {
  const std::vector<reply> closing = {
      reply::with(200, "x", {{"Connection", "close"}}),
      reply::raw("HTTP/1.1 200 OK\r\n\r\nuntil the end").then_close(),
      reply::raw("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
      reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nbytes that nobody asked for"),
  };
  for (const reply& one : closing) {
    server.then(one);
    ASSERT_OK(exchange());
  }
  EXPECT_EQ(server.accepted(), static_cast<int>(closing.size()));
}

TEST_F(Pool, NoticesThatTheServerClosedAnIdleConnection) {
  answer_everything();
  ASSERT_OK(exchange(once()));
  server.drop_connections();
  ASSERT_OK(exchange(once()));
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(Pool, ClosesAnIdleConnectionAfterItsTime) {
  options.idle_timeout = short_time;
  answer_everything();
  ASSERT_OK(exchange());
  ASSERT_EQ(server.open(), 1);
  run_until(io, [this] { return server.open() == 0; });
  ASSERT_OK(exchange());
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(Pool, SendsARequestAgainWhenAReusedConnectionDiesBeforeTheAnswer) {
  server.then(reply::with(200)).then(reply::hang_up()).then(reply::json(200, "second"));
  ASSERT_OK(exchange());
  const answer again = exchange();
  ASSERT_OK(again);
  EXPECT_EQ(again->body, "second");
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(Pool, SendsARequestAgainOnlyOnce) {
  server.then(reply::with(200)).then(reply::hang_up()).then(reply::hang_up()).then(reply::with(200));
  ASSERT_OK(exchange());
  const answer again = exchange();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, errc::network);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(Pool, NeverSendsARequestAgainThatIsCounted) {
  server.then(reply::with(200)).then(reply::hang_up());
  ASSERT_OK(exchange());
  const answer counted = exchange(once());
  ASSERT_FALSE(counted);
  EXPECT_EQ(counted.error().kind, errc::network);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Pool, NeverSendsARequestAgainWhenTheAnswerHasBegun) {
  server.then(reply::with(200)).then(reply::with(200, "hello").cut_after(1));
  ASSERT_OK(exchange());
  ASSERT_FALSE(exchange());
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Pool, NeverSendsARequestAgainAfterATimeout) {
  options.read_timeout = short_time;
  server.then(reply::with(200)).then(reply::silence());
  ASSERT_OK(exchange());
  const answer silent = exchange();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().kind, errc::timed_out);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Pool, ClosesIdleConnectionsWhenAsked) {
  answer_everything();
  ASSERT_OK(exchange());
  link().close_idle();
  run_until(io, [this] { return server.open() == 0; });
  ASSERT_OK(exchange());
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(Pool, ClosesConnectionsInUseWhenTheirCallEnds) {
  server.then(reply::with(200).behind(gate)).then(reply::with(200));
  started<answer> under_way(io, call());
  run_until(io, [this] { return server.requests().size() == 1; });
  link().close_idle();
  gate->set();
  ASSERT_OK(under_way.get());
  ASSERT_OK(exchange());
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(Pool, LetsCallersWaitInTheirOrder) {
  options.max_connections = 1;
  server.otherwise([this](const auto&) { return reply::with(200).behind(gate); });
  std::vector<started<answer>> waiting;
  for (const std::string target : {"/1", "/2", "/3"}) {
    waiting.emplace_back(io, call(get(target)));
  }
  run_until(io, [this] { return server.requests().size() == 1; });
  gate->set();
  for (auto& one : waiting) {
    ASSERT_OK(one.get());
  }
  EXPECT_EQ(server.accepted(), 1);
  EXPECT_EQ(server.requests()[0].target, "/1");
  EXPECT_EQ(server.requests()[1].target, "/2");
  EXPECT_EQ(server.requests()[2].target, "/3");
}

TEST_F(Pool, GivesUpWaitingWithinTheCallsTime) {
  options.max_connections = 1;
  server.then(reply::with(200).behind(gate)).then(reply::with(200));
  started<answer> holder(io, call());
  run_until(io, [this] { return server.requests().size() == 1; });
  const answer waited = exchange(get(), short_time);
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().kind, errc::timed_out);
  EXPECT_TRUE(waited.error().message.starts_with("waiting for a free connection")) << waited.error().message;

  gate->set();
  ASSERT_OK(holder.get());
  ASSERT_OK(exchange());
}

TEST_F(Pool, FreesThePlaceOfEveryFailedCall) {
  options.max_connections = 1;
  options.max_answer_bytes = 10;
  server.then(reply::hang_up()).then(reply::raw("nonsense")).then(reply::with(200, std::string(11, 'x')));
  for (int i = 0; i < 3; ++i) {
    ASSERT_FALSE(exchange());
  }
  server.then(reply::with(200));
  ASSERT_OK(exchange());
}

TEST_F(Pool, ClosesTheConnectionOfACancelledCall) {
  options.max_connections = 1;
  server.then(reply::silence()).then(reply::with(200));
  started<answer> silent(io, call());
  run_until(io, [this] { return server.requests().size() == 1; });
  silent.cancel();
  EXPECT_TRUE(was_cancelled(silent));
  run_until(io, [this] { return server.open() == 0; });
  ASSERT_OK(exchange());
}

TEST_F(Pool, ForgetsACancelledWaiter) {
  options.max_connections = 1;
  server.then(reply::with(200).behind(gate)).then(reply::with(200, "next"));
  started<answer> holder(io, call());
  started<answer> waiter(io, call());
  started<answer> next(io, call());
  run_until(io, [this] { return server.requests().size() == 1; });
  waiter.cancel();
  EXPECT_TRUE(was_cancelled(waiter));
  gate->set();
  ASSERT_OK(holder.get());
  const answer got = next.get();
  ASSERT_OK(got);
  EXPECT_EQ(got->body, "next");
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Pool, GivesThePlaceOnWhenTheNextWaiterIsCancelledAtTheSameMoment) {
  options.max_connections = 1;
  server.then(reply::silence()).then(reply::with(200));
  started<answer> holder(io, call());
  started<answer> waiter(io, call());
  started<answer> next(io, call());
  run_until(io, [this] { return server.requests().size() == 1; });
  holder.cancel();
  run_until(io, [&] { return holder.ended(); });
  waiter.cancel();  // it has been given the place, and has not run since
  EXPECT_TRUE(was_cancelled(holder));
  EXPECT_TRUE(was_cancelled(waiter));
  ASSERT_OK(next.get());
}

TEST_F(Pool, LeavesNothingBehindWhenTheContextEndsInTheMiddle) {
  options.max_connections = 2;
  server.otherwise([](const auto&) { return reply::silence(); });
  started<answer> one(io, call());
  started<answer> two(io, call());
  started<answer> waiting(io, call());
  run_until(io, [this] { return server.requests().size() == 2; });
  EXPECT_FALSE(waiting.ended());
  // The io_context is destroyed with all of them under way; the sanitizers see what is left.
}

}  // namespace
