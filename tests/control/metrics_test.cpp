#include "control/metrics.hpp"

#include "tests/control/made_up_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace arena::control::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_of(const view& of) {
  std::istringstream text(metrics_text(of));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    lines.push_back(line);
  }
  return lines;
}

TEST(Metrics, CountWhatAgentsDid) {
  made_up_view daemon;
  agent_state nova;
  nova.name = "nova";
  nova.online = true;
  nova.last_ping = at(3);
  nova.window_used = 4;
  nova.window_limit = 30;
  nova.counts.pings_answered = 7;
  nova.counts.polls_failed = 2;
  nova.counts.bouts[bout_state::judged] = 3;
  nova.counts.events.produced = 9;
  nova.counts.events.sent = 5;
  nova.counts.events.drop("overtaken", 4);
  nova.counts.usage = {
      .input_tokens = 1000, .cached_input_tokens = 600, .output_tokens = 50, .cost_usd = 0.25};
  daemon.some_agents.push_back(nova);
  daemon.add("entry-1", bout_state::running, true).has_runner = true;

  const auto lines = lines_of(daemon);
  for (const char* line : {R"(arena_connect_agents 1)",
                           R"(arena_connect_build_info{version="1.2.3"} 1)",
                           R"(arena_connect_agent_online{agent="nova"} 1)",
                           R"(arena_connect_agent_known{agent="nova"} 0)",
                           R"(arena_connect_pings_total{agent="nova",outcome="answered"} 7)",
                           R"(arena_connect_pings_total{agent="nova",outcome="failed"} 0)",
                           R"(arena_connect_polls_total{agent="nova",outcome="failed"} 2)",
                           R"(arena_connect_bouts_total{agent="nova",outcome="judged"} 3)",
                           R"(arena_connect_bouts_total{agent="nova",outcome="cancelled"} 0)",
                           R"(arena_connect_bouts{state="running"} 1)",
                           R"(arena_connect_runners 1)",
                           R"(arena_connect_events_produced_total{agent="nova"} 9)",
                           R"(arena_connect_events_total{agent="nova",fate="sent"} 5)",
                           R"(arena_connect_events_total{agent="nova",fate="overtaken"} 4)",
                           R"(arena_connect_event_window_used{agent="nova"} 4)",
                           R"(arena_connect_agent_tokens_total{agent="nova",kind="input"} 400)",
                           R"(arena_connect_agent_tokens_total{agent="nova",kind="cached_input"} 600)",
                           R"(arena_connect_agent_tokens_total{agent="nova",kind="output"} 50)",
                           R"(arena_connect_agent_cost_usd_total{agent="nova"} 0.25)",
                           R"(arena_connect_event_window_limit{agent="nova"} 30)",
                           R"(process_resident_memory_bytes 4096)",
                           R"(process_cpu_seconds_total 1.5)"}) {
    EXPECT_THAT(lines, Contains(line));
  }
  EXPECT_THAT(lines,
              Contains(StartsWith("arena_connect_last_ping_timestamp_seconds{agent=\"nova\"} 1700000003")));
  EXPECT_THAT(lines, Not(Contains(StartsWith("arena_connect_last_poll_timestamp_seconds{"))))
      << "never polled";
}

TEST(Metrics, GiveDistributionsOfTimes) {
  made_up_view daemon;
  daemon.measured_.calls[{"ping", "2xx"}].add(20ms);
  daemon.measured_.calls[{"ping", "2xx"}].add(2s);
  daemon.measured_.poll_lateness.add(40s);
  daemon.measured_.journal_writes.add(3ms);
  const auto lines = lines_of(daemon);
  const std::string name = R"(arena_connect_request_duration_seconds)";
  EXPECT_THAT(lines, Contains("# TYPE " + name + " histogram"));
  EXPECT_THAT(lines, Contains(name + R"(_count{endpoint="ping",status="2xx"} 2)"));
  EXPECT_THAT(lines, Contains(name + R"(_bucket{endpoint="ping",status="2xx",le="0.01"} 0)"));
  EXPECT_THAT(lines, Contains(name + R"(_bucket{endpoint="ping",status="2xx",le="0.025"} 1)"));
  EXPECT_THAT(lines, Contains(name + R"(_bucket{endpoint="ping",status="2xx",le="+Inf"} 2)"));
  EXPECT_THAT(lines, Contains(R"(arena_connect_tick_lateness_worst_seconds{loop="poll"} 40)"));
  EXPECT_THAT(lines, Contains(R"(arena_connect_journal_duration_seconds_count{operation="write"} 1)"));
  EXPECT_THAT(lines, Contains(R"(arena_connect_journal_duration_seconds_count{operation="read"} 0)"));
}

TEST(Metrics, AreTextOfThePrometheusFormat) {
  made_up_view daemon;
  const auto given = ask(daemon, "GET", "/metrics");
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(given.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(given.body, StartsWith("# HELP arena_connect_build_info "));
}

}  // namespace
}  // namespace arena::control::test
