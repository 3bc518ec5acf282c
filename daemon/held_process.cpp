#include "daemon/held_process.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace arena {

std::optional<held_process> held_process::open(pid_t pid) {
  // Always closes on exec.
  runner::descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  return pidfd ? std::optional(held_process(pid, std::move(pidfd))) : std::nullopt;
}

bool held_process::has_ended() const noexcept {
  pollfd watched{pidfd_.get(), POLLIN, 0};
  return ::poll(&watched, 1, 0) != 0;
}

std::optional<runner::process_stat> held_process::stat() const {
  auto seen = runner::read_process_stat(pid_);
  // The number was its own all the while if the process lives after the reading.
  return seen && !has_ended() ? std::optional(*seen) : std::nullopt;
}

void held_process::signal(int number) const noexcept {
  ::syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0);
}

}  // namespace arena
