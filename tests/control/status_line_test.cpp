#include "control/status_line.hpp"

#include <gtest/gtest.h>

namespace arena::control {
namespace {

using bouts::wall_time;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr wall_time now{std::chrono::hours(480'000)};

agent_state agent(std::string name, bool online, std::string trouble = "") {
  agent_state made;
  made.name = std::move(name);
  made.online = online;
  made.trouble = std::move(trouble);
  return made;
}

bout_state_now bout(std::string agent, bout_state state, std::string title) {
  bout_state_now made;
  made.agent = std::move(agent);
  made.record.state = state;
  made.record.assigned.challenge.title = std::move(title);
  made.record.deadline = now + minutes(43) + seconds(12);
  return made;
}

TEST(StatusLine, NamesASingleAgentAndSaysThatItIsIdle) {
  EXPECT_EQ(status_line({agent("nova-7", true)}, {}, now, false), "online: nova-7; idle");
  EXPECT_EQ(status_line({agent("nova-7", false)}, {}, now, false), "offline: nova-7; idle");
}

TEST(StatusLine, CountsSeveralAgentsAndTellsTheFirstTrouble) {
  EXPECT_EQ(status_line({agent("a", true), agent("b", false, "ping failed: 503"), agent("c", true)}, {}, now,
                        false),
            "2 of 3 agents online; idle; b: ping failed: 503");
}

TEST(StatusLine, TellsTheTimeLeftOfABoutThatRuns) {
  EXPECT_EQ(status_line({agent("n", true)}, {bout("n", bout_state::running, "Fibonacci")}, now, false),
            "online: n; n is running \"Fibonacci\", 43m12s left");
  EXPECT_EQ(status_line({agent("n", true)}, {bout("n", bout_state::submitting, "Fibonacci")}, now, true),
            "stopping; online: n; n is submitting \"Fibonacci\"");
}

TEST(StatusLine, CountsTheBoutsThatDoNotFit) {
  const std::vector<bout_state_now> many(5, bout("n", bout_state::seen, "T"));
  const auto line = status_line({agent("n", true)}, many, now, false);
  EXPECT_TRUE(line.ends_with("; and 2 more bouts")) << line;
}

TEST(StatusLine, CutsALongTitle) {
  const auto line =
      status_line({agent("n", true)}, {bout("n", bout_state::seen, std::string(200, 'x'))}, now, false);
  EXPECT_LT(line.size(), 100U) << line;
  EXPECT_NE(line.find("…\""), std::string::npos) << line;
}

}  // namespace
}  // namespace arena::control
