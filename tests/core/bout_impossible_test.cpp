// A happening that does not answer the last action is a bug of the shell: every such pair ends the process.

#include "tests/core/bout_driving.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <vector>

namespace {

using namespace arena;
using namespace arena::test;

struct named_happening {
  std::string name;
  happening what;
};

const std::vector<named_happening>& all_happenings() {
  static const std::vector<named_happening> all = {
      {"place_granted", happened::place_granted{}},
      {"drained", happened::drained{}},
      {"cancelled", happened::cancelled{}},
      {"woke", happened::woke{}},
      {"vetoed", happened::vetoed{"no"}},
      {"opened", opened()},
      {"agent_ended", answered_well},
      {"prepared", prepared},
      {"unusable", happened::unusable{invalid}},
      {"announced", happened::announced{}},
      {"submitted", submitted()},
      {"session_seen", session("open", 0)},
      {"submission_seen", judged_as(bouts::submission_status::judging)},
      {"score_seen", happened::score_seen{}},
      {"call_failed", happened::call_failed{no_network}},
  };
  return all;
}

struct stage {
  const char* when;
  void (*lead)(driven&);
  std::set<std::string> possible;  // besides cancelled

  friend void PrintTo(const stage& one, std::ostream* out) { *out << one.when; }
};

const stage stages[] = {
    {"await_place", [](driven&) {}, {"place_granted", "drained", "vetoed"}},
    {"open_session", [](driven& bout) { bout.to_open(); }, {"opened", "call_failed"}},
    {"run_agent", [](driven& bout) { bout.to_run(); }, {"agent_ended"}},
    {"prepare", [](driven& bout) { bout.to_prepare(); }, {"prepared", "unusable"}},
    {"announce", [](driven& bout) { bout.to_announce(); }, {"announced"}},
    {"submit", [](driven& bout) { bout.to_submit(); }, {"submitted", "call_failed"}},
    {"ask_session", [](driven& bout) { bout.to_ask(); }, {"session_seen", "call_failed"}},
    {"follow", [](driven& bout) { bout.to_follow(); }, {"submission_seen", "call_failed"}},
    {"fetch_score", [](driven& bout) { bout.to_score(); }, {"score_seen", "call_failed"}},
    {"wait",
     [](driven& bout) { bout.to_open().step(happened::call_failed{no_network}); },
     {"woke", "drained"}},
};

class EveryAction : public testing::TestWithParam<stage> {};

TEST_P(EveryAction, IsAnsweredByNothingElse) {
  testing::FLAGS_gtest_death_test_style = "fast";  // one thread
  const auto& [when, lead, possible] = GetParam();
  ASSERT_EQ(all_happenings().size(), std::variant_size_v<happening>);
  for (const auto& [happening_name, what] : all_happenings()) {
    driven bout;
    lead(bout);
    ASSERT_EQ(name(bout.last), when);
    if (possible.contains(happening_name) || happening_name == "cancelled") {
      bout.step(what);
    } else {
      EXPECT_DEATH(bout.step(what), "impossible happening") << happening_name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Impossible, EveryAction, testing::ValuesIn(stages),
                         [](const auto& one) { return std::string(one.param.when); });

// Nothing happens to a bout that has ended, in whichever way.
TEST(Impossible, AnythingAfterTheEnd) {
  testing::FLAGS_gtest_death_test_style = "fast";
  for (const auto& [happening_name, what] : all_happenings()) {
    driven cancelled;
    cancelled.to_finish();
    EXPECT_DEATH(cancelled.step(what), "impossible happening") << happening_name;
  }
  driven handed_in(bout_rules{.wait_for_result = false});
  handed_in.to_submit().step(submitted());
  EXPECT_DEATH(handed_in.step(happened::cancelled{}), "impossible happening");
}

// A call that was cut off by ourselves says nothing of the arena: a bout must not end by it.
TEST(Impossible, ACallThatFailedBecauseWeStopped) {
  testing::FLAGS_gtest_death_test_style = "fast";
  driven bout;
  bout.to_submit();
  EXPECT_DEATH(bout.step(happened::call_failed{failure(bouts::errc::cancelled)}), "impossible happening");
}

}  // namespace
