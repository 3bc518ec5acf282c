#include "config/address.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

TEST(ArenaUrl, IsReducedToItsOrigin) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"https://arena.example", "https://arena.example"},
      {"https://arena.example/", "https://arena.example"},
      {"https://arena.example/api/v1", "https://arena.example"},
      {"https://arena.example/api/v1/", "https://arena.example"},
      {"https://arena.example//", "https://arena.example"},
      {"HTTPS://Arena.Example:8443/api/v1", "https://arena.example:8443"},
      {"http://127.0.0.1:8080/", "http://127.0.0.1:8080"},
      {"http://[::1]:8080/api/v1", "http://[::1]:8080"},
      {"http://[::1]", "http://[::1]"},
  };
  for (const auto& [text, url] : table) {
    const auto address = parse_arena_url(text);
    ASSERT_TRUE(address) << text << ": " << address.error();
    EXPECT_EQ(address->url, url);
  }
}

TEST(ArenaUrl, IsRefusedWhenItIsNoOrigin) {
  for (const auto* text : {"",
                           "arena.example",
                           "//arena.example",
                           "ftp://arena.example",
                           "https://",
                           "https:///api/v1",
                           "https://:80",
                           "https://u@h",
                           "https://h:",
                           "https://h:x",
                           "https://h:-1",
                           "https://h:65536",
                           "https://h:0",
                           "https://h/api",
                           "https://h/api/v2",
                           "https://h/?q",
                           "https://h#f",
                           "https://h\n",
                           "https://[::1",
                           "https://[1.2.3.4]",
                           "https://-h",
                           "https://.h",
                           "https://a..b",
                           "https://h_h$",
                           "https://[::1]x"}) {
    EXPECT_FALSE(parse_arena_url(text)) << text;
  }
  EXPECT_FALSE(parse_arena_url("https://" + std::string(254, 'a')));
}

TEST(ArenaUrl, KnowsThisMachine) {
  for (const auto* text : {"http://localhost", "http://LOCALHOST:1", "http://127.0.0.1",
                           "http://127.8.9.10:80", "http://[::1]:80", "http://arena.localhost"}) {
    EXPECT_TRUE(parse_arena_url(text)->loopback) << text;
  }
  for (const auto* text :
       {"http://0.0.0.0", "http://127.example", "http://127.0.0.1.example", "http://localhost.example",
        "http://10.0.0.1", "http://[::2]", "http://notlocalhost"}) {
    EXPECT_FALSE(parse_arena_url(text)->loopback) << text;
  }
}

TEST(Proxy, IsHttpWithAHost) {
  for (const auto* text : {"http://proxy", "http://proxy:3128", "http://proxy:3128/",
                           "http://u:p%40@proxy:3128", "http://u:p@[::1]:3128"}) {
    EXPECT_TRUE(parse_proxy(text)) << text;
  }
  for (const auto* text : {"", "proxy:3128", "https://proxy:3128", "socks5://proxy", "http://", "http://u:p@",
                           "http://proxy/path", "http://proxy:x"}) {
    EXPECT_FALSE(parse_proxy(text)) << text;
  }
}

TEST(Listen, IsAnAddressAndAPort) {
  const auto v4 = parse_listen("127.0.0.1:9464");
  ASSERT_TRUE(v4);
  EXPECT_EQ(v4->host, "127.0.0.1");
  EXPECT_EQ(v4->port, 9464);
  EXPECT_TRUE(v4->loopback);
  EXPECT_TRUE(parse_listen("[::1]:0")->loopback);
  EXPECT_TRUE(parse_listen("localhost:1")->loopback);
  EXPECT_FALSE(parse_listen("0.0.0.0:80")->loopback);
  EXPECT_FALSE(parse_listen("[::]:80")->loopback);
  for (const auto* text : {"", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
                           "::1:80", "host:80", "http://127.0.0.1:80"}) {
    EXPECT_FALSE(parse_listen(text)) << text;
  }
}

}  // namespace
}  // namespace arena::config
