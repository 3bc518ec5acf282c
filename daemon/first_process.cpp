#include "daemon/first_process.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace arena {

namespace {

constexpr int killed_code = 128;  // as shells have it

// The child's exit code, if it is among those that have ended.
std::optional<int> take_ended(pid_t child) {
  std::optional<int> code;
  int status = 0;
  for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    if (ended == child) {
      code = WIFEXITED(status) ? WEXITSTATUS(status) : killed_code + WTERMSIG(status);
    }
  }
  return code;
}

int serve(pid_t child, const sigset_t& signals) {
  for (;;) {
    const int signal = ::sigwaitinfo(&signals, nullptr);
    if (signal == SIGCHLD) {
      if (const auto code = take_ended(child)) {
        return *code;
      }
    } else if (signal > 0) {
      ::kill(child, signal);
    }
  }
}

}  // namespace

std::optional<int> serve_as_first_process() {
  if (::getpid() != 1) {
    return std::nullopt;
  }
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  // Those of the terminal would stop a child that has nobody to wake it.
  for (const int signal : {SIGTSTP, SIGTTIN, SIGTTOU}) {
    sigdelset(&all, signal);
  }
  sigprocmask(SIG_SETMASK, &all, &before);
  const pid_t child = ::fork();
  if (child < 0) {
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return std::nullopt;  // as well as it can be done alone
  }
  if (child == 0) {
    ::setpgid(0, 0);  // so that Ctrl-C reaches it once: forwarded
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return std::nullopt;
  }
  return serve(child, all);
}

}  // namespace arena
