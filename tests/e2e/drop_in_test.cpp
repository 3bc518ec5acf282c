// Started as the npm connector was: by an arena.json, or by flags, and nothing else.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

TEST(DropIn, PlaysABoutByAnArenaJson) {
  arena a({"--judge-after", "100ms"});
  const scratch here;
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  here.write("arena.json", json::serialize(json::object{{"apiKey", a.key()},
                                                        {"agent", "python3 " EXAMPLES "/npm_markers.py"},
                                                        {"arenaUrl", a.url()},
                                                        {"eventStreaming", true},
                                                        {"pollInterval", 200},
                                                        {"heartbeatInterval", 1000},
                                                        {"agentTimeoutMinutes", 2}}));
  program p({.file = ARENA_CONNECT,
             .arguments = {},
             .variables = {{"XDG_STATE_HOME", (here.path() / "state").string()}},
             .directory = here.path()});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << p.err();
  const auto types = event_types(a.entry(entry));
  EXPECT_EQ(types.front(), "started");
  EXPECT_EQ(types.back(), "submitted");
  EXPECT_EQ(a.requests("POST", "/api/connector/submit"), 1) << "without a token it hands in by the key";
}

TEST(DropIn, PlaysABoutByFlagsAndEntersByItself) {
  arena a({"--judge-after", "100ms"});
  const scratch here;
  const auto challenge = std::string(
      a.post("/_arena/assign", {{"agent", nullptr}, {"starts_in_s", -60}}).at("challenge_id").as_string());
  program p(
      {.file = ARENA_CONNECT,
       .arguments = {"--key", a.key(), "--token", a.token(), "--agent", "sh -c 'echo 42'", "--arena-url",
                     a.url(), "--agent-timeout-minutes", "1", "--auto-enter", "--verbose"},
       .variables = {{"XDG_STATE_HOME", (here.path() / "state").string()}},
       .directory = here.path()});
  const auto is_judged = [&] {
    const auto all = a.get("/_arena/entries");
    for (const auto& one : all.at("entries").as_array()) {
      if (one.at("challenge_id").as_string() == challenge) {
        return a.is_judged(std::string(one.at("entry_id").as_string()));
      }
    }
    return false;
  };
  ASSERT_TRUE(wait_until(is_judged)) << p.err();
}

}  // namespace
}  // namespace e2e
