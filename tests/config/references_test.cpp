#include "config/references.hpp"

#include "tests/config/support.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

using test::machine;
using test::one_agent;
using test::parse_here;
using test::valid_key;

const std::map<std::string, std::string> environment = {
    {"A", "one"}, {"B_2", "two"}, {"EMPTY", ""}, {"DEEP", "${A}"}};

TEST(Expand, ReplacesReferencesAnywhereInAText) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"", ""},
      {"plain", "plain"},
      {"${A}", "one"},
      {"x${A}y${B_2}z", "xoneytwoz"},
      {"${EMPTY}", ""},
      {"${MISSING:-here}", "here"},
      {"${EMPTY:-here}", "here"},
      {"${A:-here}", "one"},
      {"${MISSING:-}", ""},
      {"${MISSING:-a:-b}", "a:-b"},
      {"$A $ $", "$A $ $"},
      {"$$", "$"},
      {"$${A}", "${A}"},
      {"$$$${A}", "$${A}"},
      {"$$${A}", "$one"},
      {"${DEEP}", "${A}"},
      {"}{", "}{"},
  };
  for (const auto& [text, expected] : table) {
    const auto done = expand(text, environment);
    ASSERT_TRUE(done) << text << ": " << done.error();
    EXPECT_EQ(*done, expected) << text;
  }
}

TEST(Expand, NamesWhatCannotBeReplaced) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"${MISSING}", "the environment variable MISSING is not set"},
      {"${A", "a '${' is not closed; write $$ for a single '$'"},
      {"${}", "${} names no environment variable; write $$ for a single '$'"},
      {"${1A}", "${1A} names no environment variable; write $$ for a single '$'"},
      {"${A-x}", "${A-x} names no environment variable; write $$ for a single '$'"},
      {"${ A }", "${ A } names no environment variable; write $$ for a single '$'"},
  };
  for (const auto& [text, expected] : table) {
    const auto done = expand(text, environment);
    ASSERT_FALSE(done) << text;
    EXPECT_EQ(done.error(), expected);
  }
}

std::string key_from(const std::string& reference, const machine& m) {
  const auto outcome = parse_here("agents: [{api_key: '" + reference + "', command: a}]", m);
  return outcome ? std::string(outcome->config.agents[0].api_key.reveal()) : test::complaints(outcome);
}

TEST(SecretReference, IsReadFromAFile) {
  machine m;
  m.files = {{"/run/secrets/key", valid_key + "\n"}, {"/etc/arena/key", "  " + valid_key + "\r\n"}};
  EXPECT_EQ(key_from("file:/run/secrets/key", m), valid_key);
  EXPECT_EQ(key_from("file:key", m), valid_key);
  m.environment["WHERE"] = "/run/secrets";
  EXPECT_EQ(key_from("file:${WHERE}/key", m), valid_key);
}

TEST(SecretReference, IsReadFromSystemdsCredentials) {
  machine m;
  m.environment["CREDENTIALS_DIRECTORY"] = "/run/credentials/arena";
  m.files = {{"/run/credentials/arena/nova.key", valid_key}};
  EXPECT_EQ(key_from("credential:nova.key", m), valid_key);
}

TEST(SecretReference, SaysWhatCannotBeRead) {
  machine m;
  m.files = {{"/blank", " \n"}};
  const std::string at = "config.yaml:1:20: agents[0].api_key: ";
  EXPECT_EQ(key_from("file:/none", m), at + "the file '/none' cannot be read");
  EXPECT_EQ(key_from("file:/blank", m), at + "the file '/blank' is empty");
  EXPECT_EQ(key_from("credential:nova", m),
            at + "credentials need CREDENTIALS_DIRECTORY, which systemd sets for LoadCredential=");
  EXPECT_EQ(key_from("credential:../shadow", m), at + "'../shadow' is no name of a credential");
  m.environment["CREDENTIALS_DIRECTORY"] = "/run/c";
  EXPECT_EQ(key_from("credential:nova", m), at + "the credential 'nova' cannot be read");
}

TEST(Reference, ToAFileStandsForAnyText) {
  machine m;
  m.files = {{"/m", "my-model\n"}, {"/etc/arena/n", " 3 "}, {"/run/c/argument", "--deep"}};
  m.environment["CREDENTIALS_DIRECTORY"] = "/run/c";
  const auto outcome = parse_here(
      "log: {level: debug}\n" +
          one_agent("    model_name: file:/m\n    retries: file:n\n    env: {ARGUMENT: credential:argument}\n"
                    "    launcher: [run, credential:argument]\n"),
      m);
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(agent.model_name, "my-model");
  EXPECT_EQ(agent.retries, 3);
  EXPECT_EQ(agent.env.at("ARGUMENT"), "--deep");
  EXPECT_EQ(agent.launcher, (std::vector<std::string>{"run", "--deep"}));
}

TEST(Reference, IsATextWhenItsColonIsDoubled) {
  const auto outcome =
      parse_here(one_agent("    launcher: [file::/none, credential::x, profile:x, 'a file:b']\n"));
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].launcher,
            (std::vector<std::string>{"file:/none", "credential:x", "profile:x", "a file:b"}));
}

TEST(Reference, InTheNpmConnectorsFileIsForTheKeyOnly) {
  machine m;
  m.files = {{"/k", valid_key}};
  const auto outcome =
      parse(R"({"apiKey": "file:/k", "agent": "file:/none"})", "arena.json", "/here", {}, m.around());
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(outcome->config.agents[0].api_key.reveal(), valid_key);
  EXPECT_EQ(outcome->config.agents[0].command, (std::vector<std::string>{"file:/none"}));
}

std::vector<std::string> referred(const settings& config) {
  std::vector<std::string> texts;
  for (const auto& one : config.referred) {
    texts.emplace_back(one.reveal());
  }
  for (const auto& one : config.agents.at(0).referred) {
    texts.emplace_back(one.reveal());
  }
  return texts;
}

TEST(Reference, MakesASecretOfWhatIsNotShownToEverybodyAnyway) {
  machine m;
  m.files = {
      {"/p", "http://me:swordfish@proxy:1"}, {"/soul", "Reads everything twice."}, {"/w", "open sesame"}};
  m.environment.insert({{"TOOL_TOKEN", "tool-token-1"}, {"EDITOR_NAME", "emacs -nw -q"}, {"KEY_COUNT", "3"}});
  const auto outcome =
      parse_here("arena: {proxy: file:/p}\n" +
                     one_agent("    soul_excerpt: file:/soul\n    retries: ${KEY_COUNT}\n"
                               "    launcher: [run, file:/w, '--token=${TOOL_TOKEN}', '${EDITOR_NAME}']\n"),
                 m);
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(referred(outcome->config),
            (std::vector<std::string>{"http://me:swordfish@proxy:1", "open sesame", "--token=tool-token-1"}));
}

TEST(SecretFile, ThatEverybodyCanReadIsWarnedOfOnce) {
  machine m;
  m.files = {{"/open", valid_key}, {"/closed", "swordfish"}, {"/soul", "Reads it."}};
  m.open_to_all = {"/open", "/soul"};
  const auto outcome = parse_here(
      "agents:\n  - api_key: file:/open\n    command: [a, file:/closed, file:/closed]\n    soul_excerpt: "
      "file:/soul\n"
      "    env: {K: file:/soul}\n",
      m);
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_EQ(outcome->warnings, (std::vector<std::string>{
                                   "config.yaml:2:14: agents[0].api_key: every user of this machine can read "
                                   "'/open'; let only its owner, as by chmod 600"}));
}

TEST(SecretFile, IsTheConfigurationItselfWhereASecretStandsInIt) {
  machine m;
  m.open_to_all = {"/here/config.yaml"};
  m.environment["KEY"] = valid_key;
  m.environment["PASSWORD"] = "swordfish";
  m.files = {{"/k", valid_key}};
  const std::vector<std::pair<std::string, bool>> table = {
      {"api_key: " + valid_key, true},
      {"api_key: file:/k", false},
      {"api_key: ${KEY}", false},
      {"api_key: ${KEY}\n    env: {MODEL_KEY: swordfish}", true},
      {"api_key: ${KEY}\n    env: {MODEL_KEY: '${PASSWORD}'}", false},
      {"api_key: ${KEY}\n    env: {EDITOR: emacs}", false},
  };
  for (const auto& [line, warned] : table) {
    const auto outcome = parse_here("agents:\n  - command: a\n    " + line + "\n", m);
    ASSERT_TRUE(outcome) << test::complaints(outcome);
    const auto expected =
        warned ? std::vector<std::string>{"config.yaml: holds secrets, and every user of this machine can read "
                                          "it; let only its owner, as by chmod 600"}
               : std::vector<std::string>();
    EXPECT_EQ(outcome->warnings, expected) << line;
  }
}

TEST(Reference, WorksInEveryKindOfValue) {
  machine m;
  m.environment.insert(
      {{"PORT", "8080"}, {"N", "3"}, {"T", "45m"}, {"ON", "false"}, {"LEVEL", "debug"}, {"P", "p q"}});
  const auto outcome = parse_here(
      "arena: {url: 'http://localhost:${PORT}'}\nlog:\n  level: ${LEVEL}\n" +
          one_agent(
              "    retries: ${N}\n    timeout: ${T}\n    events: {enabled: '${ON}'}\n    env: {X: 'a${P}b'}\n"
              "    launcher: [run, '${P}', $$HOME]\n    workdir: ${HOME}/work\n"),
      m);
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  const auto& agent = outcome->config.agents[0];
  EXPECT_EQ(outcome->config.arena.url, "http://localhost:8080");
  EXPECT_EQ(outcome->config.log.level, log_level::debug);
  EXPECT_EQ(agent.retries, 3);
  EXPECT_EQ(agent.timeout, std::chrono::minutes(45));
  EXPECT_FALSE(agent.events.enabled);
  EXPECT_EQ(agent.env.at("X"), "ap qb");
  EXPECT_EQ(agent.launcher, (std::vector<std::string>{"run", "p q", "$HOME"}));
  EXPECT_EQ(agent.workdir, "/home/me/work");
}

TEST(Reference, IsNotShownWithWhatItStandsFor) {
  machine m;
  m.environment["LIMIT"] = "swordfish";
  EXPECT_EQ(test::complaints(parse_here(one_agent("    retries: ${LIMIT}\n"), m)),
            "config.yaml:5:14: agents[0].retries: expected a whole number from 0 to 10, found '${LIMIT}' "
            "(what it stands "
            "for is not shown)");
}

}  // namespace
}  // namespace arena::config
