// A process that cannot be mistaken for a later one with its number.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/identity.hpp"

#include <sys/types.h>

#include <optional>
#include <utility>

namespace arena {

class held_process {
 public:
  // The process that has this number now; nothing when there is none.
  static std::optional<held_process> open(pid_t pid);

  pid_t pid() const noexcept { return pid_; }
  // Also when nobody has reaped it yet.
  bool has_ended() const noexcept;
  // What the kernel tells of exactly this process; nothing when it has ended.
  std::optional<runner::process_stat> stat() const;
  // Never reaches a stranger. Fine when it has ended.
  void signal(int number) const noexcept;

  // The pidfd: readable once the process has ended.
  runner::descriptor release() && { return std::move(pidfd_); }

 private:
  held_process(pid_t pid, runner::descriptor pidfd) : pid_(pid), pidfd_(std::move(pidfd)) {}

  pid_t pid_;
  runner::descriptor pidfd_;
};

}  // namespace arena
