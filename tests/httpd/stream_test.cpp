// Answers that are made while they are sent.
#include "aio/event.hpp"
#include "httpd/local_client.hpp"
#include "tests/httpd/live_server.hpp"
#include "tests/support/wait_until.hpp"

#include <atomic>

namespace arena::httpd::test {
namespace {

using namespace std::chrono_literals;
using test_support::wait_until;

// What becomes of a source, seen from the test's thread.
struct fate {
  std::atomic<int> asked = 0;
  std::atomic<bool> gone = false;
};

// So many pieces, then the end; or, with a negative number, silence for ever after the first piece.
class counted_pieces final : public piece_source {
 public:
  counted_pieces(int count, std::string piece, fate& into)
      : left_(count), piece_(std::move(piece)), fate_(into) {}
  ~counted_pieces() override { fate_.gone = true; }
  counted_pieces(const counted_pieces&) = delete;
  counted_pieces& operator=(const counted_pieces&) = delete;

  asio::awaitable<std::optional<std::string>> next() override {
    ++fate_.asked;
    if (left_ < 0 && fate_.asked > 1) {
      co_await aio::sleep_for(1h);
    }
    if (left_ == 0) {
      co_return std::nullopt;
    }
    left_ -= left_ > 0 ? 1 : 0;
    co_return piece_;
  }

 private:
  int left_;
  std::string piece_;
  fate& fate_;
};

serving streaming(int count, std::string piece, fate& into) {
  serving how;
  how.handle = [count, piece = std::move(piece), &into](const request&) {
    return [](int pieces, std::string each, fate& to) -> asio::awaitable<std::optional<answer>> {
      answer made;
      made.content_type = "text/plain";
      made.stream = std::make_unique<counted_pieces>(pieces, std::move(each), to);
      co_return made;
    }(count, piece, into);
  };
  return how;
}

TEST(Stream, SendsPiecesAsChunksAndKeepsTheConnection) {
  fate of;
  const live_server server(tcp_place{}, streaming(2, "hello", of));
  tcp_connection line(server);
  for (int i = 0; i < 2; ++i) {
    line.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(line.head().find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_EQ(line.until("0\r\n\r\n"), "5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n");
  }
}

TEST(Stream, SendsToAnOldClientUntilTheConnectionEnds) {
  fate of;
  const live_server server(tcp_place{}, streaming(2, "hello", of));
  tcp_connection line(server);
  line.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(line.head().find("Transfer-Encoding"), std::string::npos);
  EXPECT_EQ(line.rest(), "hellohello");
}

TEST(Stream, EndsWhenTheClientGoesAway) {
  fate of;
  const live_server server(tcp_place{}, streaming(-1, "first", of));
  {
    tcp_connection line(server);
    line.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(line.until("first"), "");
    ASSERT_TRUE(wait_until([&] { return of.asked == 2; }));
    EXPECT_FALSE(of.gone);
  }
  EXPECT_TRUE(wait_until([&] { return of.gone.load(); }));
}

TEST(Stream, EndsWhenTheServerStops) {
  fate of;
  live_server server(tcp_place{}, streaming(-1, "first", of));
  tcp_connection line(server);
  line.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(line.until("first"), "");
  server.stop();
  EXPECT_TRUE(of.gone);
}

TEST(Stream, GivesUpAReaderThatDoesNotRead) {
  fate of;
  auto how = streaming(1'000'000, std::string(100'000, 'x'), of);
  how.limits.answer = 100ms;
  const live_server server(tcp_place{}, std::move(how));
  tcp_connection line(server);
  line.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(wait_until([&] { return of.gone.load(); }));
  EXPECT_LT(of.asked, 1'000) << "it was not held back";
}

TEST(LocalClient, GetsAStreamPieceByPieceAndMayStopIt) {
  fate of;
  const directory here;
  const live_server server(unix_place{here.file("s")}, streaming(3, "hello", of));
  std::string all;
  const auto whole = ask(server.where(), {}, 5s, [&](std::string_view piece) {
    all += piece;
    return true;
  });
  ASSERT_TRUE(whole) << whole.error().describe();
  EXPECT_EQ(whole->status, 200);
  EXPECT_EQ(all, "hellohellohello");

  fate endless;
  const live_server other(unix_place{here.file("t")}, streaming(-1, "first", endless));
  const auto stopped = ask(other.where(), {}, 5s, [](std::string_view) { return false; });
  ASSERT_TRUE(stopped) << stopped.error().describe();
  EXPECT_TRUE(wait_until([&] { return endless.gone.load(); }));
}

}  // namespace
}  // namespace arena::httpd::test
