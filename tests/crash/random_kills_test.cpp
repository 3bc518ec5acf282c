// The daemon dies at random moments, over and over, in all kinds of weather.
#include "tests/crash/oracle.hpp"
#include "tests/crash/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <thread>

namespace crash {
namespace {

using std::chrono::milliseconds;

struct trouble {
  const char* name;
  bool kills_daemon = true;
  bool kills_runners = false;
  json::object fault;  // made anew after every start
  bool moves_clock = false;
};

void PrintTo(const trouble& which, std::ostream* out) {
  *out << which.name;
}

constexpr int usual_kills = 40;
constexpr int bouts_at_once = 3;
constexpr int most_runner_kills = 5;  // of one entry; the agent has more retries

class RandomKills : public testing::TestWithParam<trouble> {
 protected:
  RandomKills() : random_(seed() ^ std::hash<std::string_view>{}(GetParam().name) ^ round()) {
    std::printf("seed %llu (ARENA_CRASH_SEED)\n", static_cast<unsigned long long>(seed()));
  }

  // Another one each time that a kind of trouble is repeated.
  static std::uint64_t round() {
    static std::map<std::string_view, std::uint64_t> rounds;
    return rounds[GetParam().name]++;
  }

  void SetUp() override {
    if (GetParam().moves_clock && SANITIZED) {
      GTEST_SKIP() << "the sanitizers' run-time must be loaded before all others";
    }
  }

  int up_to(int most) { return std::uniform_int_distribution(0, most)(random_); }

  variables clock_variables() const {
    if (!GetParam().moves_clock) {
      return {};
    }
    return {{"LD_PRELOAD", MOVED_CLOCK}, {"MOVED_CLOCK_FILE", (all_.directory() / "clock").string()}};
  }
  // Up to two hours before or behind, in one step.
  void move_clock() {
    if (GetParam().moves_clock) {
      const auto now = all_.directory() / "clock.new";
      std::ofstream(now) << (up_to(1) == 0 ? "-" : "+") << up_to(7200) << "\n";
      fs::rename(now, all_.directory() / "clock");
    }
  }

  // A third of them before the daemon is well up.
  milliseconds lifetime() { return milliseconds(up_to(2) == 0 ? up_to(150) : up_to(900)); }

  void top_up() {
    const auto open = all_.open_entries().size();
    for (auto i = open; i < bouts_at_once; ++i) {
      all_.assign();
    }
  }

  void kill_a_runner() {
    const auto open = all_.open_entries();
    if (open.empty()) {
      return;
    }
    const auto& entry = open[static_cast<std::size_t>(up_to(static_cast<int>(open.size()) - 1))];
    if (runner_kills_[entry] < most_runner_kills && all_.kill_runner(entry)) {
      ++runner_kills_[entry];
    }
  }

  void one_life() {
    top_up();
    move_clock();
    if (!started_) {
      all_.start(clock_variables());
    }
    started_ = true;
    if (!GetParam().fault.empty()) {
      all_.arena().post("/_arena/fault", {{"clear", true}});
      all_.arena().post("/_arena/fault", GetParam().fault);
    }
    std::this_thread::sleep_for(lifetime());
    move_clock();
    if (GetParam().kills_runners && (!GetParam().kills_daemon || up_to(1) == 0)) {
      kill_a_runner();
    }
    if (GetParam().kills_daemon) {
      ASSERT_TRUE(all_.kill()) << "the daemon ended by itself\n" << all_.log();
      started_ = false;
    }
  }

  world all_{"    retries: 10\n"};
  std::mt19937_64 random_;
  std::map<std::string, int> runner_kills_;
  bool started_ = false;
};

TEST_P(RandomKills, LoseNothing) {
  const int wanted = kills(usual_kills);
  for (int life = 0; life < wanted && !HasFatalFailure(); ++life) {
    one_life();
  }
  all_.arena().post("/_arena/fault", {{"clear", true}});
  if (!started_) {
    all_.start(clock_variables());
  }
  EXPECT_TRUE(wait_until([this] { return all_.open_entries().empty() || all_.has_ended(); }))
      << "seed " << seed() << ": still open: " << all_.open_entries().size() << "\n"
      << all_.log();
  int most_runs = 1;
  int lost = wanted;
  for (const auto& [entry, count] : runner_kills_) {
    most_runs = std::max(most_runs, 1 + count);
  }
  if (!GetParam().fault.empty()) {
    lost *= 1 + GetParam().fault.at("count").to_number<int>();
  }
  SCOPED_TRACE("seed " + std::to_string(seed()));
  expect_nothing_lost(all_,
                      {.agent_runs = most_runs, .all_shown = GetParam().fault.empty(), .lost_answers = lost});
  if (HasFailure()) {
    std::printf("%s\n", all_.log().c_str());
  }
  const auto stats = all_.arena().agent_stats();
  std::printf("%d kills, %zu bouts, %d agent runs, %lld event requests, at most %lld in a window\n", wanted,
              all_.entries().size(), all_.agent_runs(),
              static_cast<long long>(stats.at("event_requests").as_int64()),
              static_cast<long long>(stats.at("max_event_requests_in_window").as_int64()));
}

INSTANTIATE_TEST_SUITE_P(
    All, RandomKills,
    testing::Values(trouble{.name = "Daemon"}, trouble{.name = "Both", .kills_runners = true},
                    trouble{.name = "Runner", .kills_daemon = false, .kills_runners = true},
                    trouble{.name = "SubmissionAnswersLost",
                            .fault = {{"path", "/api/v1/sessions/"}, {"mode", "cut_after"}, {"count", 2}}},
                    trouble{.name = "EventAnswersLost",
                            .fault = {{"path", "/api/v1/events"}, {"mode", "cut_after"}, {"count", 2}}},
                    trouble{.name = "AnyAnswerLost",
                            .fault = {{"path", "/api/v1/"}, {"mode", "cut_after"}, {"count", 3}}},
                    trouble{.name = "Unavailable",
                            .fault = {{"path", "/api/v1/"}, {"status", 503}, {"count", 2}}},
                    trouble{.name = "ClockMoved", .moves_clock = true}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace crash
