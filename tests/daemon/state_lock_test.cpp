#include "daemon/state_lock.hpp"

#include "daemon/start.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace arena {
namespace {

using bouts::errc;
using testing::HasSubstr;

// A process that took the lock, forked, and died. Its child has the lock until release[1] is closed.
void leave_the_lock_to_an_heir(const std::filesystem::path& state, const std::array<int, 2>& release) {
  const pid_t holder = ::fork();
  if (holder == 0) {
    const auto lock = state_lock::take(state);
    if (!lock || ::fork() > 0) {
      ::_exit(lock ? 0 : 1);
    }
    ::close(release[1]);
    char end = 0;
    ::_exit(::read(release[0], &end, 1) == 0 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(holder, &status, 0), holder);
  ASSERT_EQ(status, 0);
}

TEST(StateLock, NamesTheProcessThatHoldsIt) {
  const auto place = *temporary_directory::create();
  {
    const auto first = state_lock::take(place.path());
    ASSERT_TRUE(first);
    const auto second = state_lock::take(place.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, errc::busy);
    EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
  }
  EXPECT_TRUE(state_lock::take(place.path()));
}

TEST(StateLock, OfADeadProcessIsWaitedForWhileItsChildHasIt) {
  const auto place = *temporary_directory::create();
  std::array<int, 2> release{};
  ASSERT_EQ(::pipe(release.data()), 0);
  leave_the_lock_to_an_heir(place.path(), release);
  const std::jthread lets_go([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // for a while, which is the case under test
    ::close(release[1]);
  });
  EXPECT_TRUE(state_lock::take(place.path()));
  ::close(release[0]);
}

}  // namespace
}  // namespace arena
