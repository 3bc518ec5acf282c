#include "sdk/transport.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using bouts::choose_proxy;

struct row {
  std::string url;
  std::string no_proxy;
  std::optional<std::string> expected;
};

const std::optional<std::string> secure = "http://secure:1";
const std::optional<std::string> plain = "http://plain:2";
const std::optional<std::string> none;

TEST(ChooseProxy, FollowsTheEnvironment) {
  const std::vector<row> table = {
      {"https://arena.example", "", secure},
      {"http://arena.example", "", plain},
      {"https://arena.example", "*", none},
      {"https://arena.example", "arena.example", none},
      {"https://arena.example", "ARENA.example", none},
      {"https://eu.arena.example", "arena.example", none},
      {"https://eu.arena.example", ".arena.example", none},
      {"https://arena.example", ".arena.example", none},
      {"https://notarena.example", "arena.example", secure},
      {"https://arena.example", "other.example, arena.example", none},
      {"https://arena.example", " , ,other.example", secure},
      {"https://arena.example:8443", "arena.example:8443", none},
      {"https://arena.example", "arena.example:8443", secure},
      {"https://10.0.0.7", "10.0.0.7", none},
      {"https://10.0.0.7", "0.0.7", secure},
      {"http://[fd00::1]:80", "fd00::1", none},
      {"http://[fd00::1]:80", "[fd00::1]:80", none},
      {"http://localhost:8080", "", none},
      {"http://arena.localhost", "", none},
      {"http://127.0.0.1:8080", "", none},
      {"http://127.1.2.3", "", none},
      {"https://[::1]", "", none},
      {"not a url", "", none},
  };
  for (const row& one : table) {
    EXPECT_EQ(choose_proxy(one.url, {.https_proxy = *secure, .http_proxy = *plain, .no_proxy = one.no_proxy}),
              one.expected)
        << one.url << " with NO_PROXY=" << one.no_proxy;
  }
}

TEST(ChooseProxy, ChoosesNoneWhereNoneIsSet) {
  EXPECT_EQ(choose_proxy("https://arena.example", {.https_proxy = "", .http_proxy = *plain, .no_proxy = ""}),
            none);
  EXPECT_EQ(choose_proxy("http://arena.example", {.https_proxy = *secure, .http_proxy = " ", .no_proxy = ""}),
            none);
}

TEST(ChooseProxy, TakesAHostWithoutASchemeForAnHttpProxy) {
  EXPECT_EQ(
      choose_proxy("https://arena.example", {.https_proxy = "proxy:3128", .http_proxy = "", .no_proxy = ""}),
      "http://proxy:3128");
}

}  // namespace
