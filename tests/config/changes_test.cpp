#include "config/changes.hpp"

#include "tests/config/support.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

using strings = std::vector<std::string>;

settings parsed(const std::string& yaml) {
  auto outcome = test::parse_here(yaml);
  EXPECT_TRUE(outcome) << test::complaints(outcome);
  return outcome ? outcome->config : settings();
}

std::string agents(const strings& lines) {
  std::string yaml = "agents:\n";
  for (const auto& line : lines) {
    yaml += "  - { api_key: " + test::valid_key + ", command: a, " + line + " }\n";
  }
  return yaml;
}

TEST(Changes, AreNoneInTheSameConfiguration) {
  const auto one = parsed(agents({"name: a", "name: b"}));
  EXPECT_EQ(compare(one, one), changes());
  EXPECT_EQ(compare(one, one).describe(), "nothing has changed");
}

TEST(Changes, KnowAgentsByTheirNamesWhateverTheirOrder) {
  const auto before = parsed(agents({"name: a", "name: b", "name: c, retries: 1"}));
  const auto after = parsed(agents({"name: d", "name: c, retries: 2", "name: a"}));
  const auto found = compare(before, after);
  EXPECT_EQ(found.added, strings{"d"});
  EXPECT_EQ(found.removed, strings{"b"});
  EXPECT_EQ(found.changed, strings{"c"});
  EXPECT_EQ(found.describe(), "1 agent added (d); 1 agent removed (b); 1 agent changed (c)");
}

TEST(Changes, OfAKeyAreChangesOfTheAgent) {
  const auto before = parsed(agents({"name: a"}));
  auto after = before;
  after.agents[0].api_key = bouts::secret(test::other_key);
  EXPECT_EQ(compare(before, after).changed, strings{"a"});
}

TEST(Changes, TellWhatCountsAtOnceFromWhatCountsAfterARestart) {
  const auto before = parsed(agents({"name: a"}));
  const auto after = parsed(
      "arena: { url: http://127.0.0.1:1, timeout: 5s }\nstate_dir: /elsewhere\ncontrol: { socket: /run/x }\n"
      "log: { level: debug, format: json }\nshutdown: { drain: 1s }\nretention: { runs: 1d }\n" +
      agents({"name: a"}));
  const auto found = compare(before, after);
  EXPECT_EQ(found.live, (strings{"log.level", "shutdown", "retention"}));
  EXPECT_EQ(found.in_vain, (strings{"arena.url", "arena.timeout", "state_dir", "control", "log.format"}));
  EXPECT_EQ(found.describe(),
            "log.level; shutdown; retention; arena.url, arena.timeout, state_dir, control and log.format "
            "only after a "
            "restart");

  const auto taken = taken_over(before, after);
  EXPECT_EQ(compare(before, taken).in_vain, strings());
  EXPECT_EQ(compare(before, taken).live, found.live);
}

}  // namespace
}  // namespace arena::config
