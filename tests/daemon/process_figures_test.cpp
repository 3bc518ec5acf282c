#include "daemon/process_figures.hpp"

#include "daemon/clock.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

namespace arena {
namespace {

TEST(ProcessFigures, AreThoseOfThisProcess) {
  const auto before = own_figures();
  EXPECT_GT(before.resident_bytes, 1'000'000U);
  EXPECT_GT(before.virtual_bytes, before.resident_bytes);
  EXPECT_GE(before.threads, 1U);
  EXPECT_GT(before.most_descriptors, before.open_descriptors);
  EXPECT_LE(before.started_at, wall_now() + std::chrono::seconds(1));
  EXPECT_GT(before.started_at, wall_now() - std::chrono::hours(1)) << "a test does not take longer";

  const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(own_figures().open_descriptors, before.open_descriptors + 1);
  ::close(opened);
  EXPECT_GE(own_figures().cpu_seconds, before.cpu_seconds);
}

}  // namespace
}  // namespace arena
