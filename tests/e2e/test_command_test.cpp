// `arena-connect test`: the agent on a challenge of one's own, and the rehearsal of a whole bout.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

TEST(TestCommand, GivesTheAgentTheChallengeOfAFile) {
  const scratch here;
  const auto file =
      here.write("challenge.json", R"({"title":"Primes","prompt":"List them","time_limit_minutes":20})");
  const auto done =
      run(ARENA_CONNECT, {"test", "--agent", "/bin/sh -c 'cat'", "--challenge", file, "--timeout", "30s"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("Primes, 30"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("List them"), std::string::npos) << done.out;
}

TEST(TestCommand, RefusesAChallengeItCannotRead) {
  const scratch here;
  const auto missing = run(ARENA_CONNECT, {"test", "--agent", "true", "--challenge", "/nowhere/c.json"});
  EXPECT_EQ(missing.code, 2) << missing.err;
  EXPECT_EQ(count_of(missing.err, "\n"), 1) << missing.err;
  const auto bad = run(ARENA_CONNECT, {"test", "--agent", "true", "--challenge", here.write("c.json", "{}")});
  EXPECT_EQ(bad.code, 2) << bad.err;
  EXPECT_NE(bad.err.find("c.json: it has neither"), std::string::npos) << bad.err;
  const auto time = run(ARENA_CONNECT, {"test", "--agent", "true", "--timeout", "soon"});
  EXPECT_EQ(time.code, 2) << time.err;
}

TEST(TestCommand, StopsAnAgentAtItsTimeout) {
  const auto done = run(ARENA_CONNECT, {"test", "--agent", "sleep 1000", "--timeout", "1s"});
  EXPECT_EQ(done.code, 11) << done.out << done.err;
}

TEST(Rehearsal, PassesWithAGoodAgent) {
  const scratch here;
  const auto file =
      here.write("config.yaml", "agents:\n  - name: nova\n    api_key: aa_" + std::string(64, '1') +
                                    "\n    poll_interval: 1s\n    command: [\"" STUB_AGENT
                                    "\", --events, \"2\", --sleep-ms, \"1500\", --solution, \"42\"]\n");
  std::filesystem::permissions(file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto done = run(ARENA_CONNECT, {"test", "--rehearse", "--config", file, "--timeout", "1m"}, {},
                        std::chrono::seconds(240));
  EXPECT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_EQ(count_of(done.out, "FAIL"), 0) << done.out;
  for (const char* subject : {"started", "weather", "duplicate", "kill -9", "answer", "unchanged",
                              "exactly once", "events", "in time"}) {
    EXPECT_NE(done.out.find(subject), std::string::npos) << subject << "\n" << done.out;
  }
}

TEST(Rehearsal, FailsWithAnAgentThatGivesNoAnswer) {
  const auto done = run(ARENA_CONNECT, {"test", "--rehearse", "--agent", "true", "--timeout", "1m"}, {},
                        std::chrono::seconds(240));
  EXPECT_EQ(done.code, 1) << done.out << done.err;
  EXPECT_NE(done.out.find("none was handed in"), std::string::npos) << done.out;
}

}  // namespace
}  // namespace e2e
