#include "runner/signals.hpp"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace arena::runner {

result<descriptor> take_signals() {
  for (const int number :
       {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU, SIGXFSZ, SIGUSR1, SIGUSR2}) {
    ::signal(number, SIG_IGN);
  }
  ::signal(SIGCHLD, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  sigset_t ours;
  ::sigemptyset(&ours);
  ::sigaddset(&ours, SIGTERM);
  ::sigaddset(&ours, SIGCHLD);
  // Not added to what was blocked before: nothing else may stay blocked.
  ::sigprocmask(SIG_SETMASK, &ours, nullptr);
  descriptor signals(::signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!signals) {
    return io_failure("Signals could not be received");
  }
  return signals;
}

bool term_was_asked(const descriptor& signals) {
  bool asked = false;
  signalfd_siginfo info{};
  while (::read(signals.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
    asked = asked || info.ssi_signo == SIGTERM;
  }
  return asked;
}

}  // namespace arena::runner
