// One exchange over plain HTTP: what goes out, what comes back, and every way in which nothing comes back.
#include "sdk/transport.hpp"

#include "tests/sdk/transport_fixture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::reply;
using test_support::seen_request;

using Transport = transport_test;

TEST_F(Transport, SendsTheRequestAsItIs) {
  server.then(reply::json(200, "{}"));
  http_request request{
      .method = "POST", .target = "/a/b?c=d", .headers = {{"X-Key", "v"}}, .body = "{\"n\":1}"};
  ASSERT_OK(exchange(request));

  ASSERT_EQ(server.requests().size(), 1U);
  const seen_request& seen = server.requests().front();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/a/b?c=d");
  EXPECT_EQ(seen.body, "{\"n\":1}");
  EXPECT_EQ(seen.header("Host"), "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(seen.header("User-Agent"), "a test");
  EXPECT_EQ(seen.header("X-Key"), "v");
}

TEST_F(Transport, NamesItselfWithItsVersionWhenNotTold) {
  options.user_agent.clear();
  server.then(reply::with(204));
  ASSERT_OK(exchange());
  EXPECT_TRUE(server.requests().front().header("User-Agent").starts_with("arena-connect/"));
}

TEST_F(Transport, ReturnsEveryStatusAsAnAnswer) {
  for (const int status : {200, 201, 204, 308, 400, 401, 404, 429, 500, 503}) {
    server.then(reply::with(status, status == 204 ? "" : "text", {{"X-Request-ID", "r1"}}));
    const auto answer = exchange();
    ASSERT_OK(answer);
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->body, status == 204 ? "" : "text");
    EXPECT_EQ(answer->header("x-request-id"), "r1");
  }
}

TEST_F(Transport, DoesNotFollowRedirects) {
  server.then(reply::with(308, "", {{"Location", "/y"}}));
  const auto answer = exchange();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 308);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Transport, ReadsAChunkedAnswer) {
  server.then(reply::chunked({"one ", "two ", "three"}));
  const auto answer = exchange();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "one two three");
}

TEST_F(Transport, ReadsAnAnswerThatEndsWithTheConnection) {
  server.then(reply::raw("HTTP/1.1 200 OK\r\n\r\nall of it").then_close());
  const auto answer = exchange();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "all of it");
}

TEST_F(Transport, WaitsForASlowButMovingAnswer) {
  options.read_timeout = 1s;
  server.then(reply::with(200, std::string(400, 'x')).in_pieces(80, 250ms));  // 1.25s in all
  const auto answer = exchange();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->body.size(), 400U);
}

TEST_F(Transport, SendsALargeBody) {
  server.then(reply::with(200));
  http_request request{.method = "POST", .target = "/x", .headers = {}, .body = std::string(3'000'000, 'b')};
  ASSERT_OK(exchange(request));
  EXPECT_EQ(server.requests().front().body, request.body);
}

TEST_F(Transport, FindsTheHostByName) {
  options.base_url = server.url("localhost");
  server.then(reply::with(200));
  ASSERT_OK(exchange());
  EXPECT_EQ(server.requests().front().header("Host"), "localhost:" + std::to_string(server.port()));
}

TEST_F(Transport, TellsEveryFailureByItsKind) {
  struct row {
    std::string what;
    reply answer;
    errc kind;
    std::string says;
  };
  options.max_answer_bytes = 1000;
  const std::string big(2000, 'x');
  const std::vector<row> table = {
      {"hang up", reply::hang_up(), errc::network, "without an answer"},
      {"cut in the first line", reply::with(200, "hello").cut_after(5), errc::network, "in the middle"},
      {"cut in the head", reply::with(200, "hello").cut_after(30), errc::network, "in the middle"},
      {"cut in the body", reply::json(200, big.substr(0, 500)).cut_after(300), errc::network,
       "in the middle"},
      {"cut in a chunk", reply::chunked({"one", "two"}).cut_after(60), errc::network, "in the middle"},
      {"garbage", reply::raw("SSH-2.0-OpenSSH_9.2\r\n"), errc::bad_answer, "not HTTP"},
      {"bad length", reply::raw("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), errc::bad_answer,
       "not HTTP"},
      {"large", reply::with(200, big), errc::too_large, "1000 bytes"},
      {"large in chunks", reply::chunked({big}), errc::too_large, "1000 bytes"},
      {"large until the end", reply::raw("HTTP/1.1 200 OK\r\n\r\n" + big), errc::too_large, "1000 bytes"},
      {"large head", reply::with(200, "", {{"X", std::string(100'000, 'x')}}), errc::too_large, "head"},
  };
  const std::string peer = "127.0.0.1:" + std::to_string(server.port());
  for (const row& one : table) {
    server.then(one.answer);
    const auto answer = exchange();
    ASSERT_FALSE(answer) << one.what;
    EXPECT_EQ(answer.error().kind, one.kind) << one.what << ": " << answer.error().message;
    EXPECT_TRUE(answer.error().message.contains(one.says)) << one.what << ": " << answer.error().message;
    EXPECT_TRUE(answer.error().message.contains(peer)) << one.what << ": " << answer.error().message;
  }
  EXPECT_EQ(server.requests().size(), table.size()) << "none of these may be repeated";
}

TEST_F(Transport, NamesWhoRefusedTheConnection) {
  {
    test_support::scripted_server closed(io.get_executor());
    options.base_url = closed.url();
  }
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::network);
  EXPECT_TRUE(answer.error().message.contains(options.base_url.substr(7))) << answer.error().message;
  EXPECT_TRUE(answer.error().message.contains("refused")) << answer.error().message;
}

TEST_F(Transport, NamesAHostThatCannotBeResolved) {
  // A label of more than 63 characters is refused before any name server is asked (RFC 1035 §2.3.4).
  const std::string name = std::string(64, 'x') + ".test";
  options.base_url = "http://" + name;
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::network);
  EXPECT_TRUE(answer.error().message.contains(name)) << answer.error().message;
}

TEST_F(Transport, GivesUpASilentServer) {
  options.read_timeout = short_time;
  server.then(reply::silence());
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::timed_out);
  EXPECT_TRUE(answer.error().message.ends_with("sent nothing for 60ms")) << answer.error().message;
  test_support::run_until(io, [this] { return server.open() == 0; });
}

TEST_F(Transport, GivesUpAServerThatFallsSilentInTheMiddle) {
  options.read_timeout = short_time;
  server.then(reply::with(200, std::string(100, 'x')).in_pieces(80, long_time));
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::timed_out);
}

TEST_F(Transport, BoundsTheWholeCallHoweverItMoves) {
  server.then(reply::with(200, std::string(5000, 'x')).in_pieces(1, 5ms));
  const auto answer = exchange(get(), short_time);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::timed_out);
  EXPECT_TRUE(answer.error().message.contains("the call to 127.0.0.1")) << answer.error().message;
}

TEST_F(Transport, FailsAtOnceWithoutTime) {
  const auto answer = exchange(get(), 0ms);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::timed_out);
}

TEST_F(Transport, NeverSendsAHeaderWithALineBreak) {
  http_request request = get();
  request.headers.emplace_back("Authorization", "Bearer hunter2\r\nX: y");
  const auto answer = exchange(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::invalid);
  EXPECT_FALSE(answer.error().message.contains("hunter2"));
  EXPECT_EQ(server.accepted(), 0);
}

TEST_F(Transport, TakesAnAnswerThatComesBeforeTheRequestIsRead) {
  server.greet("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
  http_request request{.method = "POST", .target = "/x", .headers = {}, .body = std::string(2'000'000, 'b')};
  const auto answer = exchange(request);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 413);
}

TEST(MakeTransport, RefusesUrlsThatCannotBeUsed) {
  boost::asio::io_context io;
  transport_options options;
  options.base_url = "arena.example";
  const auto no_scheme = make_transport(io.get_executor(), options);
  ASSERT_FALSE(no_scheme);
  EXPECT_EQ(no_scheme.error().kind, errc::bad_url);

  options.base_url = "http://arena.example";
  options.proxy = "socks5://proxy";
  const auto no_proxy = make_transport(io.get_executor(), options);
  ASSERT_FALSE(no_proxy);
  EXPECT_EQ(no_proxy.error().kind, errc::bad_url);
}

}  // namespace
