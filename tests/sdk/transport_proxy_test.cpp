// Through an HTTP proxy: CONNECT for https, the whole URL for http.
#include "tests/sdk/transport_fixture.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bouts;
using test_support::reply;
using test_support::scripted_server;

class Proxy : public transport_test {
 protected:
  Proxy() { options.proxy = proxy.url(); }

  // An origin behind the proxy that speaks TLS.
  void serve_tls() {
    options.ca_file = ca_file.path();
    secure = std::make_unique<scripted_server>(io.get_executor(), ca.issue(test_support::loopback()));
    secure->otherwise([](const auto&) { return reply::json(200, "behind the proxy"); });
    options.base_url = secure->url();
  }
  std::string target() const { return "127.0.0.1:" + std::to_string(secure->port()); }

  test_support::authority ca;
  test_support::temporary_file ca_file{ca.pem()};
  scripted_server proxy{io.get_executor()};
  std::unique_ptr<scripted_server> secure;
};

TEST_F(Proxy, TunnelsHttps) {
  serve_tls();
  proxy.then(reply::tunnel());
  for (int i = 0; i < 3; ++i) {
    const auto answer = exchange();
    ASSERT_OK(answer);
    EXPECT_EQ(answer->body, "behind the proxy");
  }
  ASSERT_EQ(proxy.requests().size(), 1U);
  const auto& connect = proxy.requests().front();
  EXPECT_EQ(connect.method, "CONNECT");
  EXPECT_EQ(connect.target, target());
  EXPECT_EQ(connect.header("Host"), target());
  EXPECT_FALSE(connect.has("Proxy-Authorization"));
  EXPECT_EQ(secure->accepted(), 1);
  EXPECT_FALSE(secure->requests().front().has("Proxy-Authorization"));
}

TEST_F(Proxy, ShowsItsKeyToTheProxyOnly) {
  serve_tls();
  options.proxy = "http://me:hunter2@127.0.0.1:" + std::to_string(proxy.port());
  proxy.then(reply::tunnel());
  ASSERT_OK(exchange());
  EXPECT_EQ(proxy.requests().front().header("Proxy-Authorization"), "Basic bWU6aHVudGVyMg==");
  EXPECT_FALSE(secure->requests().front().has("Proxy-Authorization"));
}

TEST_F(Proxy, RelaysHttpByTheWholeUrl) {
  options.base_url = "http://arena.example:8080";
  options.proxy = "http://me:hunter2@127.0.0.1:" + std::to_string(proxy.port());
  proxy.otherwise([](const auto&) { return reply::json(200, "relayed"); });
  const auto answer = exchange(get("/a?b=c"));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "relayed");
  const auto& seen = proxy.requests().front();
  EXPECT_EQ(seen.method, "GET");
  EXPECT_EQ(seen.target, "http://arena.example:8080/a?b=c");
  EXPECT_EQ(seen.header("Host"), "arena.example:8080");
  EXPECT_EQ(seen.header("Proxy-Authorization"), "Basic bWU6aHVudGVyMg==");
}

TEST_F(Proxy, SaysWhatTheProxyAnswered) {
  serve_tls();
  for (const int status : {403, 407, 502}) {
    proxy.then(reply::with(status, "no").then_close());
    const auto answer = exchange();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, errc::network);
    EXPECT_TRUE(answer.error().message.contains("the proxy 127.0.0.1:" + std::to_string(proxy.port())));
    EXPECT_TRUE(answer.error().message.contains("HTTP " + std::to_string(status))) << answer.error().message;
  }
}

TEST_F(Proxy, NamesAProxyThatCannotBeReached) {
  serve_tls();
  {
    const scripted_server closed(io.get_executor());
    options.proxy = closed.url();
  }
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::network);
  EXPECT_TRUE(answer.error().message.starts_with("cannot connect to the proxy")) << answer.error().message;
}

TEST_F(Proxy, GivesUpAProxyThatDoesNotAnswer) {
  serve_tls();
  options.connect_timeout = short_time;
  proxy.then(reply::silence());
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::timed_out);
  EXPECT_TRUE(answer.error().message.starts_with("connecting to the proxy")) << answer.error().message;
}

TEST_F(Proxy, NoticesAProxyThatSpeaksNoHttp) {
  serve_tls();
  proxy.greet("SSH-2.0-OpenSSH_9.2\r\n");
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::bad_answer) << answer.error().message;
}

TEST_F(Proxy, NoticesAProxyThatHangsUp) {
  serve_tls();
  proxy.then(reply::hang_up());
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::network);
}

TEST_F(Proxy, ChecksTheCertificateBehindTheTunnel) {
  serve_tls();
  options.ca_file.reset();
  proxy.then(reply::tunnel());
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::tls);
  EXPECT_TRUE(answer.error().message.contains(target())) << answer.error().message;
  EXPECT_TRUE(secure->requests().empty());
}

TEST_F(Proxy, IsNotUsedWhenEmpty) {
  options.proxy = "";
  server.then(reply::with(200));
  ASSERT_OK(exchange());
  EXPECT_EQ(proxy.accepted(), 0);
}

}  // namespace
