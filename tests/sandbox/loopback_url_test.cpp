#include "sandbox/loopback_url.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;

TEST(LoopbackUrl, IsTakenApart) {
  const auto one = parse_loopback_url("http://localhost:8080/hook?x=1#top").value();
  EXPECT_FALSE(one.tls);
  EXPECT_EQ(one.address, "127.0.0.1");
  EXPECT_EQ(one.port, 8080);
  EXPECT_EQ(one.authority, "localhost:8080");
  EXPECT_EQ(one.target, "/hook?x=1");
  EXPECT_EQ(parse_loopback_url("http://127.0.0.1").value().port, 80);
  const auto other = parse_loopback_url("https://[::1]?x").value();
  EXPECT_TRUE(other.tls);
  EXPECT_EQ(other.port, 443);
  EXPECT_EQ(other.address, "::1");
  EXPECT_EQ(other.target, "/?x");
}

TEST(LoopbackUrl, IsOfThisMachine) {
  for (const char* url : {"", "nonsense", "/hook", "ftp://127.0.0.1/", "http://10.0.0.1/", "http://0.0.0.0/",
                          "https://example.org/", "http://localhost.example.org/",
                          "http://127.0.0.1.example.org/", "http://[2001:db8::1]/", "http://user@127.0.0.1/",
                          "http://127.0.0.1:0/", "http://127.0.0.1:99999/"}) {
    EXPECT_EQ(parse_loopback_url(url).error().kind, bouts::errc::bad_url) << url;
  }
}
