#include "daemon/state_lock.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace arena {
namespace {

struct state_directory {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("arena-lock-" + std::to_string(::getpid()));
  state_directory() { std::filesystem::create_directories(path); }
  ~state_directory() { std::filesystem::remove_all(path); }
};

int number_of_a_dead_process() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  return child;
}

TEST(StateLockHeir, OfADeadHolderIsWaitedFor) {
  const state_directory state;
  const auto file = state.path / "daemon.lock";
  std::ofstream(file) << number_of_a_dead_process() << "\n";
  const int heir = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(heir, LOCK_EX | LOCK_NB), 0);
  std::jthread lets_go([heir] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));  // what is tested is that it takes a while
    ::close(heir);
  });
  EXPECT_TRUE(state_lock::take(state.path));
}

}  // namespace
}  // namespace arena
