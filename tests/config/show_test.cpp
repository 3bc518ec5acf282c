#include "config/show.hpp"

#include "config/sections.hpp"
#include "tests/config/support.hpp"

#include <gtest/gtest.h>

#include <set>

namespace arena::config {
namespace {

using test::complaints;
using test::machine;
using test::one_agent;
using test::parse_here;
using test::valid_key;
using test::valid_token;

const std::string everything = R"(
arena: {url: 'https://h:8443', ca_file: ca.pem, proxy: 'http://me:swordfish@proxy:3128', timeout: 90s}
control: {socket: /run/s, listen: '[::1]:9464', allow_remote: true, pull_listen: 'localhost:9465', pull_token: swordfish-swordfish}
state_dir: /state
agents:
  - name: nova
    api_key: )" + valid_key + R"(
    api_token: )" + valid_token +
                               R"(
    model_name: "true"
    skill_count: 0
    soul_excerpt: "two\nlines \"quoted\" \\ : # é\x01"
    launcher: ["file::a", "credential::b"]
    command: [sh, -c, "echo $$HOME $${X} 'a'", "", "~", "null", "- x", "a: b", "[", "@x"]
    preset: codex
    prompt_template: "do {prompt}\n"
    unsafe: true
    workdir: fresh
    env: {SECRET: swordfish, EMPTY: ''}
    pass_env: [A, B]
    user: agent
    timeout: 1500ms
    limits: {memory: 1536K}
    submit: {files: [src/**/*.py]}
  - name: luna
    api_key: )" + test::other_key +
                               R"(
    command: x
    workdir: /w
    dialect:
      type: json
      rules:
        - {when: {type: message, role: "*"}, means: answer, text: message.text}
        - {means: tool_call, tool: name}
)";

std::expected<loaded, std::vector<problem>> parse_as_root(const std::string& yaml) {
  machine m;
  m.is_root = true;
  return parse_here(yaml, m);
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

TEST(Show, MasksSecrets) {
  const auto outcome = parse_as_root(everything);
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto text = show(outcome->config);
  EXPECT_EQ(text.find("swordfish"), std::string::npos) << text;
  EXPECT_EQ(text.find(valid_key.substr(8)), std::string::npos) << text;
  EXPECT_EQ(text.find(valid_token.substr(8)), std::string::npos) << text;
  EXPECT_NE(text.find("    api_key: \"aa_00…(67)\"\n"), std::string::npos) << text;
  EXPECT_NE(text.find("      SECRET: \"…(9)\"\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  proxy: \"http://…@proxy:3128\"\n"), std::string::npos) << text;
}

TEST(Show, MasksWhatCameFromElsewhereAndIsRead) {
  machine m;
  m.files = {{"/word", "swordfish"}};
  m.environment["TOOL_TOKEN"] = "correct-horse-battery-staple";
  const auto outcome =
      parse_here(one_agent("    launcher: [run, file:/word, '--token=${TOOL_TOKEN}', file::x]\n"), m);
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_NE(show(outcome->config).find("    launcher: [run, \"…(9)\", \"--tok…(36)\", \"file::x\"]\n"),
            std::string::npos)
      << show(outcome->config);
}

TEST(Show, IsReadBackAsTheSameConfiguration) {
  const auto outcome = parse_as_root(everything);
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto shown_once = show(outcome->config);
  auto text = shown_once;
  replace_all(text, "aa_00…(67)", valid_key);
  replace_all(text, "aa_bb…(67)", test::other_key);
  replace_all(text, "bouts…(64)", valid_token);
  replace_all(text, "…(19)", "swordfish-swordfish");
  replace_all(text, "…(9)", "swordfish");
  replace_all(text, "…(0)", "");
  replace_all(text, "…@proxy", "me:swordfish@proxy");
  const auto again = parse_as_root(text);
  ASSERT_TRUE(again) << complaints(again) << "\n" << text;
  EXPECT_EQ(show(again->config), shown_once);
  const auto& before = outcome->config.agents[0];
  const auto& after = again->config.agents[0];
  EXPECT_EQ(after.command, before.command);
  EXPECT_EQ(after.launcher, before.launcher);
  EXPECT_EQ(after.soul_excerpt, before.soul_excerpt);
  EXPECT_EQ(after.model_name, before.model_name);
  EXPECT_EQ(after.env, before.env);
  EXPECT_EQ(after.workdir, before.workdir);
  EXPECT_EQ(after.timeout, before.timeout);
  EXPECT_EQ(again->config.agents[1].workdir, "/w");
}

TEST(Show, HasEveryKey) {
  const auto outcome = parse_as_root(everything);
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto text = show(outcome->config);
  for (const auto& path : all_known_keys()) {
    const auto key = path.substr(path.rfind('.') + 1);
    EXPECT_NE(text.find(key + ":"), std::string::npos) << path;
  }
}

TEST(Show, LeavesOutWhatIsNotSet) {
  const auto outcome = parse_here(one_agent());
  ASSERT_TRUE(outcome) << complaints(outcome);
  const auto text = show(outcome->config);
  for (const auto* key : {"api_token", "ca_file", "proxy", "listen", "preset", "user"}) {
    EXPECT_EQ(text.find(std::string(key) + ":"), std::string::npos) << key;
  }
  EXPECT_NE(text.find("    env: {}\n"), std::string::npos) << text;
}

TEST(Show, SaysWhenTheWholeEnvironmentIsPassed) {
  flags given;
  given.key = valid_key;
  given.agent_command = "a";
  const auto outcome = load(given, machine{}.around());
  ASSERT_TRUE(outcome) << complaints(outcome);
  EXPECT_NE(show(outcome->config).find("# the agent gets this program's whole environment"),
            std::string::npos);
}

}  // namespace
}  // namespace arena::config
