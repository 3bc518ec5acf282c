#include "sdk/url.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;

TEST(Origin, IsReadFromAUrl) {
  struct row {
    std::string url;
    origin expected;
  };
  const std::vector<row> table = {
      {"https://arena.example", {.tls = true, .host = "arena.example", .port = 443}},
      {"http://arena.example", {.tls = false, .host = "arena.example", .port = 80}},
      {"HTTPS://Arena.Example/", {.tls = true, .host = "arena.example", .port = 443}},
      {"https://arena.example/api/v1?x=1", {.tls = true, .host = "arena.example", .port = 443}},
      {"http://localhost:8080", {.tls = false, .host = "localhost", .port = 8080}},
      {"http://127.0.0.1:1", {.tls = false, .host = "127.0.0.1", .port = 1, .is_address = true}},
      {"https://[::1]:65535/", {.tls = true, .host = "::1", .port = 65535, .is_address = true}},
      {"https://me:pw@arena.example/", {.tls = true, .host = "arena.example", .port = 443}},
  };
  for (const row& one : table) {
    const auto made = parse_origin(one.url);
    ASSERT_TRUE(made) << one.url << ": " << made.error().message;
    EXPECT_EQ(*made, one.expected) << one.url;
  }
}

TEST(Origin, RefusesWhatCannotBeCalled) {
  const std::vector<std::string> urls = {"",
                                         "arena.example",
                                         "/api/v1",
                                         "ftp://arena.example",
                                         "https://",
                                         "https:///path",
                                         "http://:80",
                                         "http://host:0",
                                         "http://host:65536",
                                         "http://host:port",
                                         "http://127.0.0.1.example.org",
                                         "http://ho st",
                                         "http://host%0d%0a",
                                         "http://b\xc3\xbc"
                                         "cher.example"};
  for (const std::string& url : urls) {
    const auto made = parse_origin(url);
    ASSERT_FALSE(made) << url;
    EXPECT_EQ(made.error().kind, errc::bad_url) << url;
  }
}

TEST(Origin, NamesThePortInTheHostHeaderOnlyWhereItIsUnusual) {
  EXPECT_EQ(parse_origin("https://a.example")->host_header(), "a.example");
  EXPECT_EQ(parse_origin("https://a.example:80")->host_header(), "a.example:80");
  EXPECT_EQ(parse_origin("http://a.example:80")->host_header(), "a.example");
  EXPECT_EQ(parse_origin("http://[::1]")->host_header(), "[::1]");
  EXPECT_EQ(parse_origin("http://[::1]:8080")->host_header(), "[::1]:8080");
}

TEST(Origin, NeverShowsAUrlThatMayHoldAPassword) {
  const auto made = parse_origin("ftp://me:hunter2@arena.example");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message.find("hunter2"), std::string::npos);
}

TEST(ProxyUrl, IsReadFromAUrl) {
  const auto plain = parse_proxy("http://proxy.example:3128");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->server.authority(), "proxy.example:3128");
  EXPECT_TRUE(plain->authorization.empty());

  const auto keyed = parse_proxy("http://me:a%20b@proxy.example:3128/");
  ASSERT_TRUE(keyed);
  EXPECT_EQ(keyed->authorization.reveal(), "Basic bWU6YSBi");  // me:a b
}

TEST(ProxyUrl, RefusesOtherKindsWithoutShowingThePassword) {
  for (const std::string url :
       {"socks5://me:hunter2@p:1080", "https://me:hunter2@p:443", "me:hunter2@p", ""}) {
    const auto made = parse_proxy(url);
    ASSERT_FALSE(made) << url;
    EXPECT_EQ(made.error().kind, errc::bad_url);
    EXPECT_EQ(made.error().message.find("hunter2"), std::string::npos);
  }
}

}  // namespace
