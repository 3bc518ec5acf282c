#include "daemon/state_lock.hpp"

#include "core/base/text.hpp"
#include "daemon/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace arena {

namespace {

std::string words_in(int fd) {
  std::array<char, 64> text{};
  const auto got = ::pread(fd, text.data(), text.size(), 0);
  return bouts::printable(bouts::trim({text.data(), got > 0 ? static_cast<std::size_t>(got) : 0}),
                          text.size());
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
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return io_error(file);
    }
    return bouts::fail(bouts::errc::busy, "the state directory " + state.string() +
                                              " is in use by another arena-connect, process " + words_in(fd));
  }
  const auto pid = std::to_string(::getpid()) + "\n";
  // For people only: without it the lock is as good.
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
