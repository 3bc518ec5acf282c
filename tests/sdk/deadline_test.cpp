#include "sdk/deadline.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

const mono_time start = mono_time{} + 1h;

TEST(CallBudget, CutsEachPhaseFromTheWholeCall) {
  const call_budget budget(start, 15s);
  const deadline early = budget.limit(phase::connecting, 10s, start);
  EXPECT_EQ(early.at, start + 10s);
  EXPECT_FALSE(early.whole_call);

  const deadline late = budget.limit(phase::reading, 10s, start + 9s);
  EXPECT_EQ(late.at, start + 15s);
  EXPECT_TRUE(late.whole_call);

  const deadline whole = budget.whole(phase::waiting);
  EXPECT_EQ(whole.at, start + 15s);
  EXPECT_FALSE(whole.whole_call);
}

TEST(CallBudget, BearsLimitsBeyondTheClock) {
  const call_budget budget(start, milliseconds::max());
  const deadline far = budget.limit(phase::reading, milliseconds::max(), start);
  EXPECT_GT(far.at, start);
  EXPECT_EQ(budget.limit(phase::reading, -5ms, start).at, start);
}

TEST(TimedOut, NamesThePhase) {
  struct row {
    phase during;
    bool whole_call;
    std::string sentence;
  };
  const std::vector<row> table = {
      {phase::waiting, false, "waiting for a free connection to a:443 took longer than 10s"},
      {phase::connecting, false, "connecting to a:443 took longer than 10s"},
      {phase::handshaking, false, "the TLS handshake with a:443 took longer than 10s"},
      {phase::sending, false, "a:443 took no data for 10s"},
      {phase::reading, false, "a:443 sent nothing for 10s"},
      {phase::connecting, true, "the call to a:443 took longer than 10s (connecting)"},
      {phase::reading, true, "the call to a:443 took longer than 10s (waiting for the answer)"},
  };
  for (const row& one : table) {
    const deadline passed{.at = start, .during = one.during, .allowed = 10s, .whole_call = one.whole_call};
    const error made = timed_out(passed, "a:443");
    EXPECT_EQ(made.kind, errc::timed_out);
    EXPECT_EQ(made.message, one.sentence);
  }
}

}  // namespace
