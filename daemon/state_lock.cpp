#include "daemon/state_lock.hpp"

#include "core/base/text.hpp"
#include "daemon/files.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <system_error>
#include <thread>

namespace arena {

namespace {

// A child that a killed daemon had forked has its lock as well until it begins its own program: well under a
// millisecond, more on a machine that is busy.
constexpr std::chrono::seconds longest_wait_for_an_heir{2};
constexpr std::chrono::milliseconds between_tries{5};

std::string words_in(int fd) {
  std::array<char, 64> text{};
  const auto got = ::pread(fd, text.data(), text.size(), 0);
  return bouts::printable(bouts::trim({text.data(), got > 0 ? static_cast<std::size_t>(got) : 0}),
                          text.size());
}

bool has_died(const std::string& pid) {
  const int number = std::atoi(pid.c_str());
  return number > 0 && ::kill(number, 0) != 0 && errno == ESRCH;
}

// As flock() itself, but when its holder has died, waits for those who hold it still.
bool lock(int fd) {
  const auto give_up = std::chrono::steady_clock::now() + longest_wait_for_an_heir;
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    if (why != EWOULDBLOCK || !has_died(words_in(fd)) || std::chrono::steady_clock::now() >= give_up) {
      errno = why;
      return false;
    }
    std::this_thread::sleep_for(between_tries);
  }
  return true;
}

std::unexpected<bouts::error> io_error(const std::filesystem::path& file) {
  return bouts::fail(bouts::errc::io,
                     "cannot lock " + file.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

bouts::result<state_lock> state_lock::take(const std::filesystem::path& state) {
  const auto file = state / "daemon.lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, private_file_mode);
  if (fd < 0) {
    return io_error(file);
  }
  state_lock made(fd);
  if (!lock(fd)) {
    if (errno != EWOULDBLOCK) {
      return io_error(file);
    }
    return bouts::fail(bouts::errc::busy, "the state directory " + state.string() +
                                              " is in use by another arena-connect, process " + words_in(fd));
  }
  const auto pid = std::to_string(::getpid()) + "\n";
  // For people, and for those who wait for a dead holder's heirs; without it the lock is as good.
  if (::ftruncate(fd, 0) == 0) {
    [[maybe_unused]] const auto written = ::pwrite(fd, pid.data(), pid.size(), 0);
  }
  return made;
}

state_lock::~state_lock() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

}  // namespace arena
