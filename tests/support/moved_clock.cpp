// A library to preload (LD_PRELOAD): the machine's clock is ahead or behind by the whole seconds that stand
// in the file $MOVED_CLOCK_FILE, which may change at any time; without the file it is right. Only the wall
// clock moves, as when somebody sets it: what counts from the machine's start, and the kernel's timers, do
// not.
//
// libfaketime would do, but 0.9.10 moves timers of the monotonic clock too.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>

namespace {

using clock_gettime_function = int (*)(clockid_t, timespec*);

long seconds_ahead() noexcept {
  const int before = errno;
  const char* const path = std::getenv("MOVED_CLOCK_FILE");
  const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
  std::array<char, 32> text{};
  if (file >= 0) {
    if (::read(file, text.data(), text.size() - 1) < 0) {
      text[0] = '\0';
    }
    ::close(file);
  }
  errno = before;
  return std::strtol(text.data(), nullptr, 10);
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* into) noexcept {
  static const auto real = reinterpret_cast<clock_gettime_function>(::dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = real(clock, into);
  if (result == 0 && clock == CLOCK_REALTIME) {
    into->tv_sec += seconds_ahead();
  }
  return result;
}
