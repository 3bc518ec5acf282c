// More than ten thousand random streams against a simulated arena. What is promised stands with the checks in
// relay_simulation.cpp. ARENA_SIMULATIONS=20 makes it twenty times as many.

#include "tests/core/relay_simulation.hpp"

#include <cstdlib>

namespace {

using namespace arena;
using namespace arena::test;
using namespace std::chrono_literals;

class RelaySimulation : public testing::TestWithParam<climate> {};

TEST_P(RelaySimulation, KeepsItsPromises) {
  std::size_t streams = 0;
  std::uint64_t pushed = 0;
  const char* const factor = std::getenv("ARENA_SIMULATIONS");
  const int simulations = GetParam().simulations * (factor == nullptr ? 1 : std::max(1, std::atoi(factor)));
  for (int i = 0; i < simulations; ++i) {
    simulation one(GetParam(), static_cast<unsigned>(i));
    one.run();
    streams += one.streams();
    pushed += one.pushed();
    ASSERT_FALSE(HasFailure()) << "seed " << i;
  }
  RecordProperty("streams", std::to_string(streams));
  RecordProperty("pushed", std::to_string(pushed));
  EXPECT_GE(streams, static_cast<std::size_t>(GetParam().simulations));
}

INSTANTIATE_TEST_SUITE_P(Climate, RelaySimulation,
                         testing::Values(climate{.name = "calm",
                                                 .simulations = 1100,
                                                 .most_streams = 2,
                                                 .most_events = 40,
                                                 .longest_gap = 10s,
                                                 .trouble_gap = 33s},
                                         climate{.name = "flood",
                                                 .simulations = 80,
                                                 .most_streams = 4,
                                                 .most_events = 400,
                                                 .longest_gap = 3s,
                                                 .trouble_gap = 0ms},
                                         climate{.name = "complete",
                                                 .simulations = 800,
                                                 .most_streams = 3,
                                                 .most_events = 40,
                                                 .longest_gap = 10s,
                                                 .trouble_gap = 0ms,
                                                 .complete = true,
                                                 .flush = 30min},
                                         climate{.name = "faults",
                                                 .simulations = 1500,
                                                 .most_streams = 3,
                                                 .most_events = 40,
                                                 .longest_gap = 10s,
                                                 .trouble_gap = 0ms,
                                                 .lost = 60,
                                                 .failing = 60,
                                                 .throttled = 20,
                                                 .not_yet = 20,
                                                 .parked = 5},
                                         climate{.name = "restarts",
                                                 .simulations = 400,
                                                 .most_streams = 3,
                                                 .most_events = 40,
                                                 .longest_gap = 10s,
                                                 .trouble_gap = 0ms,
                                                 .restarts = true},
                                         climate{.name = "restarts_and_faults",
                                                 .simulations = 400,
                                                 .most_streams = 3,
                                                 .most_events = 40,
                                                 .longest_gap = 10s,
                                                 .trouble_gap = 0ms,
                                                 .any_limit = true,
                                                 .lost = 40,
                                                 .failing = 40,
                                                 .throttled = 20,
                                                 .refused = 20,
                                                 .over = 5,
                                                 .restarts = true,
                                                 .cut_short = true,
                                                 .flush = 5s},
                                         climate{.name = "everything",
                                                 .simulations = 1600,
                                                 .most_streams = 4,
                                                 .most_events = 60,
                                                 .longest_gap = 10s,
                                                 .trouble_gap = 0ms,
                                                 .any_limit = true,
                                                 .lost = 60,
                                                 .failing = 60,
                                                 .throttled = 20,
                                                 .not_yet = 20,
                                                 .parked = 5,
                                                 .refused = 20,
                                                 .over = 5,
                                                 .cut_short = true,
                                                 .flush = 5s}),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
