#include "config/connector_file.hpp"

#include "tests/config/support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::complaints;
using test::machine;
using test::valid_key;
using testing::ElementsAre;

std::string json(const std::string& more = "") {
  return "{\n\t\"apiKey\": \"" + valid_key + "\",\n\t\"agent\": \"python my_agent.py\"" + more + "\n}\n";
}

std::expected<loaded, std::vector<problem>> load_json(const std::string& text, const flags& given = {}) {
  machine m;
  m.files = {{"/here/arena.json", text}};
  return load(given, m.around());
}

TEST(ConnectorFile, IsFoundAndUnderstood) {
  const auto outcome = load_json(json(R"(,
    "arenaUrl": "https:\/\/arena.example", "autoEnter": false, "eventStreaming": false,
    "pollInterval": 2500, "heartbeatInterval": 60000, "agentTimeoutMinutes": 45)"));
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(outcome->config.arena.url, "https://arena.example");
  EXPECT_EQ(agent.name, "agent");
  EXPECT_EQ(agent.api_key.reveal(), valid_key);
  EXPECT_THAT(agent.command, ElementsAre("python", "my_agent.py"));
  EXPECT_FALSE(agent.enter.enabled);
  EXPECT_FALSE(agent.events.enabled);
  EXPECT_EQ(agent.poll_interval, milliseconds{2'500});
  EXPECT_EQ(agent.ping_interval, milliseconds{60'000});
  EXPECT_EQ(agent.timeout, std::chrono::minutes(45));
  EXPECT_EQ(agent.workdir, "/here");
  EXPECT_TRUE(agent.pass_whole_environment);
}

TEST(ConnectorFile, IsOverriddenByFlags) {
  flags given;
  given.agent_command = "other";
  given.agent_timeout_minutes = 1;
  const auto outcome = load_json(json(", \"agentTimeoutMinutes\": 45"), given);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->config.agents[0].command, ElementsAre("other"));
  EXPECT_EQ(outcome->config.agents[0].timeout, std::chrono::minutes(1));
}

TEST(ConnectorFile, ExpandsNothing) {
  const auto outcome =
      load_json("{\"apiKey\": \"" + valid_key + "\", \"agent\": \"sh -c 'echo ${HOME} $$'\"}");
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_THAT(outcome->config.agents[0].command, ElementsAre("sh", "-c", "echo ${HOME} $$"));
}

TEST(ConnectorFile, IsToldItsMistakesInItsOwnWords) {
  EXPECT_EQ(complaints(load_json(R"({
  "apikey": "x",
  "agent": ["a"],
  "pollInterval": "5s",
  "heartbeatInterval": 100,
  "agentTimeoutMinutes": 0.5,
  "autoEnter": "yes",
  "agent": "b"
})")),
            "/here/arena.json: apiKey: is missing: the agent's key (aa_…)\n"
            "/here/arena.json:2:3: unknown key 'apikey' at the top level; did you mean 'apiKey'?\n"
            "/here/arena.json:4:19: pollInterval: expected a whole number of milliseconds from 1000 to "
            "3600000 (from 50 "
            "only against a loopback arena), found '5s'\n"
            "/here/arena.json:5:24: heartbeatInterval: expected a whole number of milliseconds from 1000 to "
            "300000 (from "
            "50 only against a loopback arena), found '100'\n"
            "/here/arena.json:6:26: agentTimeoutMinutes: expected 0 or a whole number of minutes from 1 to "
            "43200, found "
            "'0.5'\n"
            "/here/arena.json:7:16: autoEnter: expected true or false, found 'yes'\n"
            "/here/arena.json:8:3: duplicate key 'agent' at the top level; it stands in line 3 already");
}

TEST(ConnectorFile, IsKnownByNameOrByItsKey) {
  node with_key;
  with_key.kind = node_kind::mapping;
  with_key.entries.push_back({.key = "apiKey", .line = 1, .column = 1, .value = std::make_shared<node>()});
  const node without_key;
  EXPECT_TRUE(is_connector_file("arena.json", without_key));
  EXPECT_TRUE(is_connector_file("/x/arena.json", without_key));
  EXPECT_TRUE(is_connector_file("/x/other.json", with_key));
  EXPECT_FALSE(is_connector_file("/x/other.json", without_key));
  EXPECT_FALSE(is_connector_file("/x/config.yaml", with_key));
}

}  // namespace
}  // namespace arena::config
