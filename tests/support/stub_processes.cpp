#include "tests/support/stub_processes.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stub {

namespace {

void drop_stdio() {
  const int null = ::open("/dev/null", O_RDWR);
  for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; ++standard) {
    ::dup2(null, standard);
  }
}

[[noreturn]] void live_on() {
  ::signal(SIGTERM, SIG_IGN);
  ::signal(SIGHUP, SIG_IGN);
  ::signal(SIGALRM, SIG_DFL);
  ::alarm(static_cast<unsigned>(stray_lifetime.count()));
  for (;;) {
    ::pause();
  }
}

[[noreturn]] void run_chain(std::chrono::steady_clock::time_point end) {
  ::signal(SIGTERM, SIG_IGN);
  while (std::chrono::steady_clock::now() < end) {
    ::setsid();
    if (::fork() > 0) {
      ::_exit(0);
    }
  }
  ::_exit(0);
}

}  // namespace

void leave_behind(int count) {
  for (int i = 0; i < count; ++i) {
    const bool twice = i % 3 == 2;
    if (const auto child = ::fork(); child != 0) {
      if (twice) {
        ::waitpid(child, nullptr, 0);  // else it may be there still when what was left is counted
      }
      continue;
    }
    drop_stdio();
    if (i % 3 != 0) {
      ::setsid();
    }
    if (twice && ::fork() > 0) {
      ::_exit(0);
    }
    live_on();
  }
}

void leak_stdout() {
  if (::fork() == 0) {
    ::setsid();
    ::close(STDIN_FILENO);
    ::close(STDERR_FILENO);
    live_on();
  }
}

void keep_forking() {
  constexpr int chains = 3;
  const auto end = std::chrono::steady_clock::now() + stray_lifetime;
  for (int i = 0; i < chains; ++i) {
    if (::fork() == 0) {
      drop_stdio();
      run_chain(end);
    }
  }
}

}  // namespace stub
