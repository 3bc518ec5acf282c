#include "tests/control/made_up_view.hpp"

#include <gtest/gtest.h>

namespace arena::control::test {
namespace {

agent_state agent(const std::string& name, bool known, bool alive = true) {
  agent_state made;
  made.name = name;
  made.known = known;
  made.online = known;
  made.loops.push_back({.name = "ping", .doing = "waiting"});
  made.loops.push_back({.name = "poll", .doing = "asking", .alive = alive});
  return made;
}

TEST(Health, IsWellWhileEveryLoopDoesWhatItShould) {
  made_up_view daemon;
  daemon.some_agents = {agent("nova", false)};  // that the arena does not know it is another question
  const auto given = ask(daemon, "GET", "/healthz");
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(given.body, "{\"status\":\"ok\"}\n");
}

TEST(Health, NamesWhatIsStuck) {
  made_up_view daemon;
  daemon.some_agents = {agent("nova", true), agent("vega", true, false)};
  daemon.journal_alive = false;
  const auto given = ask(daemon, "GET", "/healthz");
  EXPECT_EQ(given.status, 503);
  EXPECT_EQ(given.body, "{\"status\":\"stuck\",\"stuck\":[\"vega: poll\",\"journal\"]}\n");
}

TEST(Readiness, IsThatTheArenaKnowsEveryAgent) {
  made_up_view daemon;
  daemon.some_agents = {agent("nova", true), agent("vega", true)};
  EXPECT_EQ(ask(daemon, "GET", "/readyz").status, 200);
  daemon.some_agents[1] = agent("vega", false);
  daemon.some_agents[1].trouble = "ping failed with aa_0123456789abcdef";
  const auto given = ask(daemon, "GET", "/readyz");
  EXPECT_EQ(given.status, 503);
  EXPECT_EQ(json_of(given).at_pointer("/agents/0/name"), "vega");
  EXPECT_EQ(json_of(given).at_pointer("/agents/0/reason"), "ping failed with [redacted:secret]");
  EXPECT_EQ(json_of(given).at("agents").as_array().size(), 1U);
}

TEST(Readiness, CanBeAskedOfOneAgent) {
  made_up_view daemon;
  daemon.some_agents = {agent("nova", true), agent("vega", false)};
  EXPECT_EQ(ask(daemon, "GET", "/readyz?agent=nova").status, 200);
  const auto other = ask(daemon, "GET", "/readyz?agent=vega");
  EXPECT_EQ(other.status, 503);
  EXPECT_EQ(json_of(other).at_pointer("/agents/0/reason"), "no ping was answered yet");
  EXPECT_EQ(ask(daemon, "GET", "/readyz?agent=nobody").status, 404);
}

}  // namespace
}  // namespace arena::control::test
