// A daemon that reads its configuration anew while it works.

#include "tests/e2e/control.hpp"
#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>

namespace e2e {
namespace {

// A daemon whose configuration the test writes: agents that play as those of one arena.
class reloading {
 public:
  void write(const std::string& agents, const std::string& top = "") const {
    const auto file = here_.write("config.yaml", "arena: { url: " + a.url() +
                                                     " }\nstate_dir: " + (here_.path() / "state").string() +
                                                     "\n" + top + "agents:\n" + agents);
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  void start() {
    daemon_.emplace(program::order{.file = ARENA_CONNECT,
                                   .arguments = {"run", "--config", (here_.path() / "config.yaml").string()},
                                   .variables = {},
                                   .directory = here_.path(),
                                   .name = "daemon"});
  }
  // With agent("one", 0, "1") that has a key which the arena does not know.
  void start_with_wrong_key() {
    const auto wrong = "aa_" + std::string(64, '0');
    auto yaml = agent("one", 0, "1");
    yaml.replace(yaml.find(a.key(0)), wrong.size(), wrong);
    write(yaml);
    start();
  }
  // Whether the log says so after a SIGHUP.
  bool reload_says(const std::string& expected) {
    const auto before = log().size();
    daemon_->signal(SIGHUP);
    return wait_until([&] { return log().find(expected, before) != std::string::npos; });
  }
  // An agent of the list, playing as the arena's `who`; its command waits for let_go() and answers.
  std::string agent(const std::string& name, int who, const std::string& answer,
                    const std::string& more = "") const {
    return "  - name: " + name + "\n    api_key: " + a.key(who) + "\n    api_token: " + a.token(who) +
           "\n    poll_interval: 100ms\n    ping_interval: 300ms\n    command: [\"" STUB_AGENT
           "\", --wait-file, " +
           go() + ", --solution, \"" + answer + "\"]\n" + more;
  }
  std::string go() const { return (here_.path() / "go").string(); }
  void let_go() const { here_.write("go", ""); }
  std::string log() const { return daemon_->err(); }
  bool says(const std::string& text) const {
    return wait_until([&] { return log().find(text) != std::string::npos; });
  }
  std::string answer_to(const std::string& entry) const {
    return std::string(a.entry(entry).at("submission").at("content").as_string());
  }
  program& process() { return *daemon_; }

  arena a{{"--agents", "2", "--judge-after", "100ms"}};

 private:
  scratch here_;
  std::optional<program> daemon_;
};

TEST(Reload, StartsAgentsThatCameAndSeesOffThoseThatWent) {
  reloading r;
  r.write(r.agent("one", 0, "1"));
  r.start();
  ASSERT_TRUE(r.says("one: online as")) << r.log();
  r.write(r.agent("two", 1, "2"));
  ASSERT_TRUE(r.reload_says("1 agent added (two); 1 agent removed (one)")) << r.log();
  ASSERT_TRUE(r.says("two: online as")) << r.log();
  ASSERT_TRUE(r.says("one: gone")) << r.log();
  r.let_go();
  const auto entry = r.a.assign({{"agent", 1}});
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(entry); })) << r.log();
  EXPECT_EQ(r.answer_to(entry), "2");

  r.write(r.agent("one", 0, "1") + r.agent("two", 1, "2"));
  ASSERT_TRUE(r.reload_says("1 agent added (one)")) << r.log();
  const auto other = r.a.assign({{"agent", 0}});
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(other); })) << r.log();
}

TEST(Reload, TouchesNoBoutAtWork) {
  reloading r;
  r.write(r.agent("one", 0, "old"));
  r.start();
  const auto first = r.a.assign();
  ASSERT_TRUE(r.says("the agent has")) << r.log();
  r.write(r.agent("one", 0, "new", "    timeout: 3m\n"));
  ASSERT_TRUE(r.reload_says("1 agent changed (one)")) << r.log();
  r.let_go();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(first); })) << r.log();
  EXPECT_EQ(r.answer_to(first), "old");
  const auto second = r.a.assign();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(second); })) << r.log();
  EXPECT_EQ(r.answer_to(second), "new");
}

TEST(Reload, LetsTheBoutOfAnAgentThatWentEnd) {
  reloading r;
  r.write(r.agent("one", 0, "1") + r.agent("two", 1, "2"));
  r.start();
  const auto entry = r.a.assign();
  ASSERT_TRUE(r.says("the agent has")) << r.log();
  r.write(r.agent("two", 1, "2"));
  ASSERT_TRUE(r.reload_says("1 agent removed (one)")) << r.log();
  const auto late = r.a.assign();  // which nobody takes
  r.let_go();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(entry); })) << r.log();
  ASSERT_TRUE(r.says("one: gone")) << r.log();
  EXPECT_TRUE(r.a.entry(late).at("session").is_null());
}

TEST(Reload, TakesAnAgentBackWhoseBoutIsStillAtWork) {
  reloading r;
  r.write(r.agent("one", 0, "1") + r.agent("two", 1, "2"));
  r.start();
  const auto entry = r.a.assign();
  ASSERT_TRUE(r.says("the agent has")) << r.log();
  const auto next = r.a.assign();  // waits for the place
  r.write(r.agent("two", 1, "2"));
  ASSERT_TRUE(r.reload_says("1 agent removed (one)")) << r.log();
  r.write(r.agent("one", 0, "again") + r.agent("two", 1, "2"));
  ASSERT_TRUE(r.reload_says("1 agent added (one)")) << r.log();
  r.let_go();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(entry) && r.a.is_judged(next); })) << r.log();
  EXPECT_EQ(r.answer_to(entry), "1");
  EXPECT_EQ(r.answer_to(next), "again");
  EXPECT_EQ(r.log().find("one: gone"), std::string::npos);
}

TEST(Reload, ChangesNothingByABadFileAndSaysAllThatIsWrong) {
  reloading r;
  r.write(r.agent("one", 0, "1"));
  r.start();
  ASSERT_TRUE(r.says("one: online as")) << r.log();
  r.write(r.agent("two", 1, "2", "    retries: 11\n    colour: red\n"));
  ASSERT_TRUE(r.reload_says("unknown key 'colour' in agents[0]")) << r.log();
  EXPECT_TRUE(r.says("not reloaded: ")) << r.log();
  EXPECT_TRUE(r.says("agents[0].retries: expected a whole number from 0 to 10, found '11'")) << r.log();
  r.let_go();
  const auto entry = r.a.assign();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(entry); })) << r.log();
  EXPECT_EQ(r.answer_to(entry), "1");
  EXPECT_EQ(r.log().find("two: online"), std::string::npos);
}

TEST(Reload, IsACommandThatSaysWhatHasChangedOrWhyNothingHas) {
  reloading r;
  const control c;
  r.write(r.agent("one", 0, "1"), c.lines());
  r.start();
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << r.log();
  r.write(r.agent("one", 0, "1") + r.agent("two", 1, "2"), c.lines());
  const auto reloaded = c.ask({"reload"});
  EXPECT_EQ(reloaded.code, 0) << reloaded.err;
  EXPECT_EQ(reloaded.out, "configuration reloaded: 1 agent added (two)\n");
  r.write(r.agent("one", 0, "1", "    retries: 11\n    colour: red\n"), c.lines());
  const auto refused = c.ask({"reload"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("unknown key 'colour' in agents[0]"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("agents[0].retries: expected a whole number"), std::string::npos) << refused.err;
}

TEST(Reload, TakesTheLogLevelOverAndNamesWhatARestartNeeds) {
  reloading r;
  r.write(r.agent("one", 0, "1"), "log: { level: error }\n");
  r.start();
  ASSERT_TRUE(wait_until([&] { return r.a.requests("POST", "/api/v1/agents/ping") > 0; }));
  EXPECT_EQ(r.log(), "");
  r.write(r.agent("one", 0, "1"),
          "log: { level: info }\nshutdown: { drain: 1s }\ncontrol: { socket: /nowhere/s }\n");
  ASSERT_TRUE(r.reload_says("configuration reloaded: log.level; shutdown; control only after a restart"))
      << r.log();
}

TEST(Reload, TakesARenewedKeyIntoUse) {
  reloading r;
  r.start_with_wrong_key();
  ASSERT_TRUE(r.says("looking again every 1m")) << r.log();
  r.write(r.agent("one", 0, "1"));
  ASSERT_TRUE(r.reload_says("1 agent changed (one)")) << r.log();
  ASSERT_TRUE(r.says("one: online as")) << r.log();  // at once, not after the minute
  r.let_go();
  const auto entry = r.a.assign();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(entry); })) << r.log();
}

// The answer to the key of before comes when the new one is in use already.
TEST(Reload, DoesNotWaitForWhatTheArenaSaidToAnEarlierKey) {
  reloading r;
  r.a.post("/_arena/fault",
           {{"path", "/api/v1/challenges/assigned"}, {"mode", "delay"}, {"delay_ms", 1'500}, {"count", 1}});
  r.start_with_wrong_key();
  ASSERT_TRUE(r.says("ping failed")) << r.log();
  r.write(r.agent("one", 0, "1"));
  ASSERT_TRUE(r.reload_says("1 agent changed (one)")) << r.log();
  ASSERT_TRUE(r.says("poll failed")) << r.log();
  r.let_go();
  const auto entry = r.a.assign();
  ASSERT_TRUE(wait_until([&] { return r.a.is_judged(entry); })) << r.log();
}

}  // namespace
}  // namespace e2e
