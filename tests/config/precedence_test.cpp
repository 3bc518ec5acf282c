#include "tests/config/support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::complaints;
using test::machine;
using test::one_agent;
using test::other_key;
using test::parse_here;
using test::valid_key;
using test::valid_token;
using testing::ElementsAre;

const std::string two_agents =
    one_agent() + "  - name: luna\n    api_key: " + other_key + "\n    command: [other]\n";

TEST(Precedence, PutsTheEnvironmentOverTheFile) {
  machine m;
  m.environment.insert({{"ARENA_URL", "https://env.example/api/v1/"},
                        {"ARENA_API_KEY", other_key},
                        {"BOUTS_API_KEY", valid_token},
                        {"ARENA_AGENT_TIMEOUT_MINUTES", "20"}});
  const auto outcome = parse_here("arena: {url: https://file.example}\n" + one_agent("    timeout: 5m\n"), m);
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(outcome->config.arena.url, "https://env.example");
  EXPECT_EQ(agent.api_key.reveal(), other_key);
  EXPECT_EQ(agent.api_token.reveal(), valid_token);
  EXPECT_EQ(agent.timeout, std::chrono::minutes(20));
}

TEST(Precedence, PutsFlagsOverEverything) {
  machine m;
  m.environment.insert({{"ARENA_URL", "https://env.example"}, {"ARENA_API_KEY", other_key}});
  flags given;
  given.arena_url = "https://flag.example";
  given.key = valid_key;
  given.token = valid_token;
  given.agent_command = "python 'my agent.py' ${HOME}";
  given.agent_timeout_minutes = 7;
  given.verbose = true;
  given.state_dir = "state";
  const auto outcome =
      parse_here("state_dir: /file\nlog: {level: warn}\n" + one_agent("    timeout: 5m\n"), m, given);
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(outcome->config.arena.url, "https://flag.example");
  EXPECT_EQ(outcome->config.log.level, log_level::debug);
  EXPECT_EQ(outcome->config.state_dir, "/here/state");
  EXPECT_EQ(agent.name, "nova");
  EXPECT_EQ(agent.api_key.reveal(), valid_key);
  EXPECT_EQ(agent.api_token.reveal(), valid_token);
  EXPECT_EQ(agent.timeout, std::chrono::minutes(7));
  EXPECT_THAT(agent.command, ElementsAre("python", "my agent.py", "${HOME}"));
}

TEST(Precedence, PrefersTheConnectorsOwnUrlVariable) {
  machine m;
  m.environment["BOUTS_BASE_URL"] = "https://bouts.example";
  EXPECT_EQ(parse_here(one_agent(), m)->config.arena.url, "https://bouts.example");
  m.environment["ARENA_URL"] = "https://arena.example";
  EXPECT_EQ(parse_here(one_agent(), m)->config.arena.url, "https://arena.example");
}

TEST(Precedence, TakesAnEmptyVariableForNone) {
  machine m;
  m.environment.insert({{"ARENA_URL", ""}, {"ARENA_API_KEY", ""}, {"ARENA_AGENT_TIMEOUT_MINUTES", ""}});
  const auto outcome = parse_here(one_agent(), m);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].api_key.reveal(), valid_key);
}

TEST(Precedence, DoesNotAskForWhatIsOverridden) {
  machine m;
  flags given;
  given.key = valid_key;
  const auto outcome = parse_here("agents:\n  - api_key: ${UNSET}\n    command: a\n", m, given);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].api_key.reveal(), valid_key);
}

TEST(Precedence, GivesFlagsToASingleAgentOnly) {
  flags given;
  given.key = valid_key;
  given.token = valid_token;
  given.agent_command = "x";
  given.agent_timeout_minutes = 1;
  given.auto_enter = true;
  given.verbose = true;
  const std::string why = ": is for a single agent, but config.yaml lists 2; write it there";
  EXPECT_EQ(complaints(parse_here(two_agents, {}, given)), "--key" + why + "\n--token" + why + "\n--agent" +
                                                               why + "\n--agent-timeout-minutes" + why +
                                                               "\n--auto-enter" + why);
}

TEST(Precedence, LeavesVariablesOfOneAgentAloneWhereThereAreSeveral) {
  machine m;
  m.environment.insert(
      {{"ARENA_API_KEY", "aa_" + std::string(64, 'e')}, {"ARENA_AGENT_TIMEOUT_MINUTES", "1"}});
  const auto outcome = parse_here(two_agents, m);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].api_key.reveal(), valid_key);
  EXPECT_EQ(outcome->config.agents[1].api_key.reveal(), other_key);
  EXPECT_EQ(outcome->config.agents[0].timeout, milliseconds{0});
}

TEST(Precedence, SaysWhyTheKeysVariableDoesNotHelpSeveralAgents) {
  machine m;
  m.environment["ARENA_API_KEY"] = valid_key;
  EXPECT_EQ(
      complaints(parse_here(one_agent() + "  - name: luna\n    command: x\n", m)),
      "config.yaml:5:5: agents[1].api_key: is missing: the agent's key (aa_…), or a reference to it such as "
      "${ARENA_API_KEY}, file:PATH or credential:NAME; ARENA_API_KEY by itself counts for a single agent "
      "only");
}

TEST(Precedence, NamesFlagsAndVariablesInTheirOwnProblems) {
  machine m;
  m.environment.insert({{"ARENA_URL", "arena.example"}, {"ARENA_AGENT_TIMEOUT_MINUTES", "soon"}});
  flags given;
  given.key = "hunter2";
  given.agent_command = "'";
  EXPECT_EQ(
      complaints(parse_here(one_agent(), m, given)),
      "ARENA_URL: expected a URL that begins with https:// or http://, found 'arena.example'\n"
      "--key: expected an agent key (aa_ and 64 hexadecimal digits), found a text of 7 characters (not "
      "shown)\n"
      "--agent: a quote is left open, or a '\\' ends the command, in '''\n"
      "ARENA_AGENT_TIMEOUT_MINUTES: expected 0 or a whole number of minutes from 1 to 43200, found 'soon'");
}

TEST(Flags, MakeAConfigurationByThemselves) {
  machine m;
  flags given;
  given.key = valid_key;
  given.agent_command = "python my_agent.py";
  const auto outcome = load(given, m.around());
  ASSERT_TRUE(outcome) << complaints(outcome);
  ASSERT_EQ(outcome->config.agents.size(), 1U);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(agent.name, "agent");
  EXPECT_EQ(agent.workdir, "/here");
  EXPECT_TRUE(agent.pass_whole_environment);
  EXPECT_THAT(agent.command, ElementsAre("python", "my_agent.py"));
  EXPECT_EQ(outcome->config.arena.url, "https://agent-arena-roan.vercel.app");
  EXPECT_THAT(outcome->warnings, ElementsAre());
}

TEST(Flags, MayNameAFileForTheKey) {
  machine m;
  m.files = {{"/here/key.txt", valid_key}};
  flags given;
  given.key = "file:key.txt";
  given.agent_command = "a";
  const auto outcome = load(given, m.around());
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].api_key.reveal(), valid_key);
}

TEST(Flags, AreToldWhatIsMissing) {
  machine m;
  flags given;
  given.key = valid_key;
  EXPECT_EQ(complaints(load(given, m.around())),
            "the agent's command is missing: give --agent, such as --agent \"python my_agent.py\"");
  given = {};
  given.agent_command = "a";
  EXPECT_EQ(complaints(load(given, m.around())),
            "the agent's key is missing: give --key, or set ARENA_API_KEY");
  given = {};
  EXPECT_EQ(complaints(load(given, m.around())),
            "there is no configuration at /home/me/.config/arena-connect/config.yaml or /here/arena.json; "
            "give --config "
            "FILE, or --key and --agent");
}

TEST(Flags, AddTheAgentThatAFileLacks) {
  flags given;
  given.key = valid_key;
  given.agent_command = "a";
  const auto outcome = parse_here("log: {level: warn}\n", {}, given);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_EQ(outcome->config.log.level, log_level::warn);
  EXPECT_THAT(outcome->config.agents[0].command, ElementsAre("a"));
}

TEST(Flags, DoNotHideWhatIsWrongInTheFile) {
  flags given;
  given.key = valid_key;
  given.arena_url = "https://h";
  EXPECT_EQ(complaints(parse_here("arena: here\nagents: nova\n", {}, given)),
            "config.yaml:1:8: arena: expected a mapping of url, ca_file, proxy and timeout, found 'here'\n"
            "config.yaml:2:9: agents: expected a list of agents, each begun with '- ', found 'nova'");
}

}  // namespace
}  // namespace arena::config
