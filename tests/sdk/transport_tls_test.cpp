// TLS: whom the transport trusts, and what it says when it does not.
#include "tests/sdk/transport_fixture.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;
using test_support::authority;
using test_support::certificate;
using test_support::certificate_request;
using test_support::reply;
using test_support::scripted_server;
using test_support::temporary_file;

class Tls : public transport_test {
 protected:
  // The transport's server, with this certificate.
  scripted_server& serve(certificate given, const std::string& host = "127.0.0.1") {
    secure = std::make_unique<scripted_server>(io.get_executor(), std::move(given));
    secure->otherwise([](const auto&) { return reply::json(200, "safe"); });
    options.base_url = secure->url(host);
    return *secure;
  }
  void trust_authority() { options.ca_file = ca_file.path(); }
  std::string refusal() {
    const auto answer = exchange();
    if (answer) {
      return "no refusal";
    }
    EXPECT_EQ(answer.error().kind, errc::tls) << answer.error().message;
    EXPECT_TRUE(secure->requests().empty()) << "nothing may be sent to a server that is not trusted";
    return answer.error().message;
  }

  authority ca;
  temporary_file ca_file{ca.pem()};
  std::unique_ptr<scripted_server> secure;
};

TEST_F(Tls, TrustsTheAuthorityOfTheCaFile) {
  serve(ca.issue(test_support::loopback()));
  trust_authority();
  const auto answer = exchange();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "safe");
}

// Of the system's authorities only those that are needed are read, by their hashed names.
TEST_F(Tls, FindsAnAuthorityInTheSystemsDirectory) {
  std::string directory = testing::TempDir() + "authorities-XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  std::ofstream(directory + "/ours.pem") << ca.pem();
  ASSERT_EQ(std::system(("openssl rehash " + directory).c_str()), 0);
  ::setenv("SSL_CERT_DIR", directory.c_str(), 1);
  serve(ca.issue(test_support::loopback()));
  ASSERT_OK(exchange());
  EXPECT_EQ(secure->accepted(), 1);
  ::unsetenv("SSL_CERT_DIR");
  std::filesystem::remove_all(directory);
}

// What the directory does not have may be in the bundle: it is asked once, and the refusal stands.
TEST_F(Tls, LooksIntoTheBundleOnceForAnUnknownAuthority) {
  serve(ca.issue(test_support::loopback()));
  EXPECT_TRUE(refusal().contains("is not trusted"));
  const auto tries = secure->accepted();
  EXPECT_LE(tries, 2);
  EXPECT_TRUE(refusal().contains("is not trusted"));
  EXPECT_EQ(secure->accepted(), tries + 1);
}

TEST_F(Tls, ReusesItsConnections) {
  serve(ca.issue(test_support::loopback()));
  trust_authority();
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK(exchange());
  }
  EXPECT_EQ(secure->accepted(), 1);
}

TEST_F(Tls, SaysTheNameOfTheHost) {
  serve(ca.issue(test_support::loopback()), "localhost");
  trust_authority();
  ASSERT_OK(exchange());
  EXPECT_EQ(secure->server_names(), std::vector<std::string>{"localhost"});
}

TEST_F(Tls, SaysNoNameForAnAddress) {
  serve(ca.issue(test_support::loopback()));
  trust_authority();
  ASSERT_OK(exchange());
  EXPECT_EQ(secure->server_names(), std::vector<std::string>{""});
}

TEST_F(Tls, RefusesAnUnknownAuthority) {
  serve(ca.issue(test_support::loopback()));
  const std::string said = refusal();
  EXPECT_TRUE(said.contains("is not trusted")) << said;
  EXPECT_TRUE(said.contains("127.0.0.1:" + std::to_string(secure->port()))) << said;
}

TEST_F(Tls, RefusesASelfSignedCertificate) {
  serve(test_support::self_signed(test_support::loopback()));
  trust_authority();
  const std::string said = refusal();
  EXPECT_TRUE(said.contains("is not trusted")) << said;
}

TEST_F(Tls, RefusesACertificateOutOfItsTime) {
  certificate_request expired = test_support::loopback();
  expired.valid_from = -48h;
  expired.valid_until = -1h;
  serve(ca.issue(expired));
  trust_authority();
  const std::string said = refusal();
  EXPECT_TRUE(said.contains("has expired")) << said;
}

TEST_F(Tls, RefusesACertificateBeforeItsTime) {
  certificate_request early = test_support::loopback();
  early.valid_from = 1h;
  serve(ca.issue(early));
  trust_authority();
  const std::string said = refusal();
  EXPECT_TRUE(said.contains("not valid yet")) << said;
}

TEST_F(Tls, RefusesTheCertificateOfAnotherName) {
  serve(ca.issue({.names = {"other.example"}, .addresses = {}}), "localhost");
  trust_authority();
  const std::string said = refusal();
  EXPECT_TRUE(said.contains("another host name")) << said;
}

TEST_F(Tls, RefusesTheCertificateOfAnotherAddress) {
  serve(ca.issue({.names = {"localhost", "127.0.0.1"}, .addresses = {"127.0.0.2"}}));
  trust_authority();
  const std::string said = refusal();
  EXPECT_TRUE(said.contains("another host name")) << said;
}

TEST_F(Tls, NoticesAServerWithoutTls) {
  server.greet("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  options.base_url = "https://127.0.0.1:" + std::to_string(server.port());
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::tls);
  EXPECT_TRUE(answer.error().message.contains("does not speak TLS")) << answer.error().message;
}

TEST_F(Tls, GivesUpAServerThatNeverShakesHands) {
  // A plain server waits for a request that never comes.
  options.base_url = "https://127.0.0.1:" + std::to_string(server.port());
  options.handshake_timeout = short_time;
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::timed_out);
  EXPECT_TRUE(answer.error().message.starts_with("the TLS handshake with 127.0.0.1"))
      << answer.error().message;
}

TEST_F(Tls, KnowsACutAnswerFromItsEnd) {
  // An answer without a length ends with the connection; over TLS only a closing alert can say so (RFC 8446
  // §6.1).
  serve(ca.issue(test_support::loopback()));
  trust_authority();
  secure->then(reply::raw("HTTP/1.1 200 OK\r\n\r\nhalf of").then_close());
  const auto answer = exchange();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, errc::network);
}

TEST_F(Tls, SendsALargeBody) {
  serve(ca.issue(test_support::loopback()));
  trust_authority();
  http_request request{.method = "POST", .target = "/x", .headers = {}, .body = std::string(1'000'000, 'b')};
  ASSERT_OK(exchange(request));
  EXPECT_EQ(secure->requests().front().body, request.body);
}

TEST_F(Tls, CanBeCancelledInTheHandshake) {
  options.base_url = "https://127.0.0.1:" + std::to_string(server.port());
  test_support::started<result<http_response>> under_way(io, call());
  test_support::run_until(io, [this] { return server.open() == 1; });
  under_way.cancel();
  EXPECT_THROW(under_way.get(), boost::system::system_error);
  test_support::run_until(io, [this] { return server.open() == 0; });
}

TEST(CaFile, MustBeReadable) {
  boost::asio::io_context io;
  transport_options options;
  options.base_url = "https://arena.example";
  options.ca_file = "/nowhere/ca.pem";
  const auto missing = make_transport(io.get_executor(), options);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, errc::io);
  EXPECT_TRUE(missing.error().message.contains("/nowhere/ca.pem")) << missing.error().message;
}

TEST(CaFile, MustHoldCertificates) {
  boost::asio::io_context io;
  const temporary_file text("this is no certificate");
  transport_options options;
  options.base_url = "https://arena.example";
  options.ca_file = text.path();
  const auto unusable = make_transport(io.get_executor(), options);
  ASSERT_FALSE(unusable);
  EXPECT_EQ(unusable.error().kind, errc::io);
}

}  // namespace
