// Whole requests through sockets.
#include "aio/event.hpp"
#include "tests/httpd/live_server.hpp"
#include "tests/support/wait_until.hpp"

#include <atomic>

namespace arena::httpd::test {
namespace {

using namespace std::chrono_literals;
using reply_task = asio::awaitable<std::optional<answer>>;
using test_support::wait_until;

std::optional<answer> text(std::string body) {
  answer made;
  made.content_type = "text/plain";
  made.body = std::move(body);
  return made;
}

reply_task tell_request(request in) {
  co_return text(in.method + " " + in.target + " " + std::string(in.header_value("X-Mark")) + " " + in.body);
}

serving telling() {
  serving how;
  how.handle = tell_request;
  how.name = "test";
  return how;
}

TEST(Server, AnswersRequestAfterRequestOnOneConnection) {
  const live_server server(tcp_place{}, telling());
  tcp_connection line(server);
  for (int i = 0; i < 3; ++i) {
    line.send("POST /a?b=c HTTP/1.1\r\nHost: x\r\nx-mark: here\r\nContent-Length: 2\r\n\r\nhi");
    const auto head = line.head();
    EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n")) << head;
    EXPECT_NE(head.find("Server: test\r\n"), std::string::npos);
    EXPECT_NE(head.find("Content-Type: text/plain\r\n"), std::string::npos);
    EXPECT_EQ(line.until("hi"), "POST /a?b=c here hi");
  }
  line.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(line.head().find("Content-Length: "), std::string::npos);
  EXPECT_EQ(line.rest(), "");
}

TEST(Server, AnswersRequestsThatCameTogetherOneAfterTheOther) {
  const live_server server(tcp_place{}, telling());
  tcp_connection line(server);
  line.send(
      "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
      "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyou\r\n0\r\n\r\n"
      "GET /3 HTTP/1.1\r\nHo");
  EXPECT_EQ(line.until("hi").substr(0, 15), "HTTP/1.1 200 OK");
  EXPECT_NE(line.until("you").find("POST /2 "), std::string::npos);
  line.send("st: x\r\n\r\n");
  EXPECT_NE(line.until("GET /3 "), "");
}

TEST(Server, ClosesWithoutAnAnswerWhenThereIsNone) {
  serving how;
  how.handle = [](request) -> reply_task { co_return std::nullopt; };
  const live_server server(tcp_place{}, std::move(how));
  tcp_connection line(server);
  line.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(line.rest(), "");
}

TEST(Server, RefusesWhatIsTooLarge) {
  auto how = telling();
  how.limits.body_bytes = 10;
  how.limits.header_bytes = 1'000;
  const live_server server(tcp_place{}, std::move(how));
  tcp_connection body(server);
  body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
  EXPECT_TRUE(body.head().starts_with("HTTP/1.1 413 "));
  tcp_connection chunked(server);
  chunked.send(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n");
  EXPECT_TRUE(chunked.head().starts_with("HTTP/1.1 413 "));
  tcp_connection header(server);
  header.send("GET / HTTP/1.1\r\nX-Long: " + std::string(1'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(header.rest(), "");
}

TEST(Server, GivesUpConnectionsThatSayNothingOrTooSlowly) {
  auto how = telling();
  how.limits.idle = 50ms;
  how.limits.request = 50ms;
  const live_server server(tcp_place{}, std::move(how));
  tcp_connection silent(server);
  EXPECT_EQ(silent.rest(), "");
  tcp_connection slow(server);
  slow.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_EQ(slow.rest(), "");
}

TEST(Server, ClosesConnectionsAboveTheirNumber) {
  auto how = telling();
  how.limits.connections = 2;
  const live_server server(tcp_place{}, std::move(how));
  tcp_connection first(server);
  tcp_connection second(server);
  for (auto* one : {&first, &second}) {
    one->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(one->head(), "");
  }
  tcp_connection third(server);
  EXPECT_EQ(third.rest(), "");
}

TEST(Server, StopsWhileAnAnswerIsUnderWay) {
  serving how;
  std::atomic<bool> asked = false;
  how.handle = [&asked](request) -> reply_task {
    asked = true;
    co_await aio::sleep_for(1h);
    co_return std::nullopt;
  };
  live_server server(tcp_place{}, std::move(how));
  tcp_connection line(server);
  line.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(wait_until([&] { return asked.load(); }));
  server.stop();
  EXPECT_EQ(line.rest(), "");
}

TEST(Server, SaysThatThePortIsTaken) {
  const live_server server(tcp_place{}, telling());
  asio::io_context context;
  tcp_place same;
  same.port = server.port();
  const auto second = server::open(context.get_executor(), same, telling());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, bouts::errc::busy);
}

}  // namespace
}  // namespace arena::httpd::test
