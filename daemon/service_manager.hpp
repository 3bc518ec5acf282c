// What started us and wants to know how we are: systemd, or whoever else speaks the protocol of sd_notify(3),
// which is one datagram of lines to the Unix socket in $NOTIFY_SOCKET.
//
// Nothing here waits: a message that the manager has no room for is dropped, and the caller, who says
// everything again before long, is told so. Without a manager every call does nothing and is fine.
#pragma once

#include "core/base/time.hpp"
#include "daemon/programs.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arena {

class service_manager {
 public:
  // Of $NOTIFY_SOCKET ("/path", or "@name" for Linux's abstract names), $WATCHDOG_USEC and $WATCHDOG_PID,
  // which must be `own_pid` where it is set. A socket that cannot be one counts as none.
  service_manager(const environment& variables, int own_pid);

  bool is_there() const noexcept { return !socket_.empty(); }
  // How long we may be silent before we are killed; nothing when nobody watches.
  std::optional<bouts::milliseconds> watchdog() const noexcept { return watchdog_; }

  // False when the message was dropped.
  bool ready() const { return send("READY=1"); }
  bool alive() const { return send("WATCHDOG=1"); }
  bool stopping() const { return send("STOPPING=1"); }
  // ready() follows, whatever came of it. `now`: the manager tells by it whether we mean its own request.
  bool reloading(bouts::mono_time now) const;
  // One line for people.
  bool status(std::string_view text) const;
  // While it starts or stops us: that this will take so much longer, from now on.
  bool more_time(bouts::milliseconds time) const;

 private:
  bool send(const std::string& message) const;

  std::string socket_;
  std::optional<bouts::milliseconds> watchdog_;
};

}  // namespace arena
