// One runner a running agent: it has to be small, and to stay small.
#include "tests/runner/harness.hpp"

#include <gtest/gtest.h>

#include <signal.h>

namespace test_runner {
namespace {

constexpr long most_kib = 2048;

long pss_kib(pid_t pid) {
  return std::atol(field_of(read_file("/proc/" + std::to_string(pid) + "/smaps_rollup"), "Pss").c_str());
}

class RunnerMemory : public testing::Test {
 protected:
  void SetUp() override {
    if (SANITIZED) {
      GTEST_SKIP() << "the sanitizers' own memory is many times that of the program";
    }
  }
};

TEST_F(RunnerMemory, IsUnderTwoMebibytesWhileWaiting) {
  run one;
  one.start({"--print", "ready", "--sleep-ms", "60000"});
  ASSERT_TRUE(wait_until([&] { return one.out() == "ready\n"; }));
  const long idle = pss_kib(one.runner_pid());
  EXPECT_GT(idle, 0);
  EXPECT_LT(idle, most_kib);
  RecordProperty("pss_kib", static_cast<int>(idle));
}

TEST_F(RunnerMemory, DoesNotGrowUnderAFlood) {
  run one;
  one.output_cap = 50'000'000;
  one.start({"--flood", "0"});
  ASSERT_TRUE(wait_until([&] { return one.out().size() == 50'000'000; }));
  long most = 0;
  for (int look = 0; look < 200; ++look) {
    most = std::max(most, pss_kib(one.runner_pid()));
  }
  EXPECT_GT(most, 0);
  EXPECT_LT(most, most_kib);
  ::kill(one.runner_pid(), SIGTERM);
  EXPECT_EQ(one.wait(), 0);
  const auto record = one.exit_record();
  const auto seconds = static_cast<double>(record.at("duration_ms").as_int64()) / 1000;
  const auto bytes = static_cast<double>(record.at("stdout_cut").as_int64());
  RecordProperty("mb_per_second", static_cast<int>(bytes / seconds / 1e6));
  RecordProperty("pss_kib", static_cast<int>(most));
}

}  // namespace
}  // namespace test_runner
