// Through sockets: what only the real server can show.
#include "core/base/time.hpp"
#include "tests/sandbox/arena_world.hpp"
#include "tests/sandbox/live_arena.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/wait_until.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

std::string text_in(const client_reply& from, std::string_view pointer) {
  return text_at_pointer(answer{from.status, {}, from.body, {}, {}, {}}, pointer);
}

// A bare connection, for what a proper client does not do.
struct bare_connection {
  explicit bare_connection(const live_arena& to) {
    const auto port = std::stoi(to.url().substr(to.url().rfind(':') + 1));
    socket.connect({asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)});
  }
  void send(std::string_view text) { asio::write(socket, asio::buffer(text)); }
  // Everything up to the end of the headers; empty when the connection was closed before.
  std::string head() {
    std::string text;
    boost::system::error_code failed;
    const auto size = asio::read_until(socket, asio::dynamic_buffer(text), "\r\n\r\n", failed);
    return failed ? std::string() : text.substr(0, size);
  }
  std::string rest() {
    std::string text;
    boost::system::error_code ended;
    asio::read(socket, asio::dynamic_buffer(text), ended);
    return text;
  }

  asio::io_context context;
  tcp::socket socket{context};
};

struct tls_directory {
  tls_directory() {
    std::filesystem::create_directories(path);
    const auto made = test_support::self_signed(test_support::loopback());
    std::ofstream(path / "cert.pem") << made.chain;
    std::ofstream(path / "key.pem") << made.key;
  }
  ~tls_directory() { std::filesystem::remove_all(path); }
  tls_files files() const { return {path / "cert.pem", path / "key.pem"}; }

  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("arena-tls-" + std::to_string(::getpid()));
};

}  // namespace

TEST(Server, PlaysAWholeBout) {
  const live_arena arena;
  const auto assigned = arena.ask("POST", "/_arena/assign", R"({"title":"Live"})");
  const auto challenge_id = text_in(assigned, "/challenge_id");
  EXPECT_EQ(text_in(arena.ask("GET", "/api/v1/challenges/assigned"), "/challenges/0/challenge/id"),
            challenge_id);
  const auto opened = arena.ask("POST", "/api/v1/challenges/" + challenge_id + "/sessions");
  EXPECT_EQ(opened.status, 201);
  const auto path = "/api/v1/sessions/" + text_in(opened, "/data/session_id") + "/submissions";
  EXPECT_EQ(arena.ask("POST", path, R"({"content":"x"})").status, 201);
  const auto again = arena.ask("POST", path, R"({"content":"x"})");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(arena.ask("GET", "/api/v1/submissions/" + text_in(again, "/data/id")).status, 200);
}

TEST(Server, DatesEveryAnswer) {
  const live_arena arena;
  for (const auto& [method, target] : {std::pair{"GET", "/"},
                                       {"GET", "/nothing"},
                                       {"DELETE", "/api/v1/challenges"},
                                       {"GET", "/api//v1"},
                                       {"GET", "/api/v1/challenges"}}) {
    const auto reply = arena.ask(method, target);
    const auto date = bouts::parse_http_date(reply.header("Date"));
    ASSERT_TRUE(date) << target;
    const auto off = std::chrono::system_clock::now() - *date;
    EXPECT_LT(std::chrono::abs(off), std::chrono::minutes(1)) << target;
  }
}

TEST(Server, SendsTheResourceHeaders) {
  const live_arena arena;
  const auto reply = arena.ask("GET", "/api/v1/challenges");
  EXPECT_EQ(reply.header("X-API-Version"), "1");
  EXPECT_EQ(reply.header("X-Request-ID"), text_in(reply, "/request_id"));
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  EXPECT_EQ(reply.header("x-ratelimit-limit"), "300");
  EXPECT_EQ(reply.header("X-RateLimit-Reset"), "");
}

TEST(Server, RefusesABodyAbove4500000BytesWithABarePlainText) {
  const live_arena arena;
  EXPECT_EQ(arena.ask("POST", "/api/v1/agents/ping", std::string(4'500'000, ' ')).status, 400);
  const auto refused = arena.ask("POST", "/api/v1/agents/ping", std::string(4'500'001, ' '));
  EXPECT_EQ(refused.status, 413);
  EXPECT_TRUE(refused.header("Content-Type").starts_with("text/plain"));
}

TEST(Server, RefusesAChunkedBodyThatGrowsTooLarge) {
  const live_arena arena;
  bare_connection line(arena);
  line.send("POST /api/v1/agents/ping HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100000\r\n" + std::string(0x100000, ' ') + "\r\n";
  for (int i = 0; i < 5; ++i) {
    line.send(chunk);
  }
  EXPECT_TRUE(line.head().starts_with("HTTP/1.1 413 "));
}

TEST(Server, TellsAClientThatWaitsToGoOn) {
  const live_arena arena;
  bare_connection line(arena);
  line.send(
      "POST /api/v1/agents/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(line.head(), "HTTP/1.1 100 Continue\r\n\r\n");
  line.send("{}");
  EXPECT_TRUE(line.head().starts_with("HTTP/1.1 401 "));
}

TEST(Server, KeepsAConnectionForMoreRequests) {
  const live_arena arena;
  bare_connection line(arena);
  for (int i = 0; i < 3; ++i) {
    line.send("DELETE /api/v1/challenges HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(line.head().starts_with("HTTP/1.1 405 "));
  }
}

TEST(Server, ClosesTheConnectionInAnOutage) {
  const live_arena arena;
  arena.ask("POST", "/_arena/outage", R"({"on":true})");
  const auto refused = exchange(arena.url(), {"GET", "/api/v1/challenges", {}, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, bouts::errc::network);
  arena.ask("POST", "/_arena/outage", R"({"on":false})");
  EXPECT_EQ(arena.ask("GET", "/api/v1/challenges").status, 200);
}

TEST(Server, ClosesTheConnectionAfterProcessing) {
  const live_arena arena;
  arena.ask("POST", "/_arena/fault", R"({"path":"/api/v1/agents/ping","mode":"cut_after"})");
  bare_connection line(arena);
  line.send("POST /api/v1/agents/ping HTTP/1.1\r\nHost: x\r\nx-arena-api-key: " + arena.who().key +
            "\r\n\r\n");
  EXPECT_EQ(line.rest(), "");
  EXPECT_NE(text_in(arena.ask("GET", "/_arena/stats"), "/agents/0/last_ping"), "");
}

TEST(Server, KeepsASlowAnswerBackWithoutHoldingUpOthers) {
  const live_arena arena;
  arena.ask("POST", "/_arena/fault", R"({"path":"/api/v1/agents/ping","mode":"slow","delay_ms":600000})");
  bare_connection slow(arena);
  slow.send("POST /api/v1/agents/ping HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(test_support::wait_until(
      [&] { return arena.ask("GET", "/_arena/requests").body.find("agents/ping") != std::string::npos; }));
  // Another is answered at once, and the server can be stopped with the slow one still under way.
  EXPECT_EQ(arena.ask("GET", "/api/v1/challenges").status, 200);
}

TEST(Server, SurvivesRubbish) {
  const live_arena arena;
  for (const char* rubbish :
       {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"}) {
    bare_connection line(arena);
    line.send(rubbish);
    EXPECT_EQ(line.rest(), "");
  }
  for (const char* target : {"http://elsewhere/", "*", "/%zz?%zz=%", "/?x=%00", "/_arena/requests?since=x"}) {
    bare_connection line(arena);
    line.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(line.head().starts_with("HTTP/1.1 ")) << target;
  }
  for (const int status : {204, 304}) {
    arena.ask("POST", "/_arena/fault", R"({"path":"/api","status":)" + std::to_string(status) + "}");
    EXPECT_EQ(arena.ask("GET", "/api/v1/challenges").status, status);
  }
}

TEST(Server, SpeaksTls) {
  const tls_directory directory;
  const live_arena arena(directory.files());
  EXPECT_TRUE(arena.url().starts_with("https://127.0.0.1:"));
  EXPECT_EQ(arena.ask("GET", "/api/v1/challenges").status, 200);
  bare_connection plain(arena);
  plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_FALSE(plain.rest().starts_with("HTTP/")) << "no answer to who speaks no TLS";
}

TEST(Server, SaysWhyItCannotOpen) {
  asio::io_context context;
  service all(two_agents(), start);
  const auto open = [&](server_options options) {
    return http_server::open(context.get_executor(), all, std::move(options));
  };
  const live_arena other;
  server_options taken;
  taken.port = static_cast<std::uint16_t>(std::stoi(other.url().substr(other.url().rfind(':') + 1)));
  EXPECT_EQ(open(taken).error().kind, bouts::errc::busy);
  server_options no_files;
  no_files.tls = tls_files{"/nonexistent/cert.pem", "/nonexistent/key.pem"};
  const auto refused = open(no_files);
  EXPECT_EQ(refused.error().kind, bouts::errc::tls);
  EXPECT_NE(refused.error().message.find("/nonexistent/cert.pem"), std::string::npos);
}

TEST(ControlClient, SpeaksWithThisMachineOnly) {
  for (const char* url : {"", "nonsense", "ftp://127.0.0.1/", "http://10.0.0.1:80", "https://example.com"}) {
    EXPECT_EQ(exchange(url, {}).error().kind, bouts::errc::bad_url) << url;
  }
}
