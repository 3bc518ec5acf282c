// The time limits of one call, and what is said when one of them passes.
#pragma once

#include "core/base/error.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace bouts {

// What a call is doing.
enum class phase {
  waiting,      // for a free connection
  connecting,   // name look-up, TCP and the proxy's CONNECT
  handshaking,  // TLS
  sending,
  reading,
};

struct deadline {
  mono_time at{};
  phase during = phase::waiting;
  milliseconds allowed{};   // the length of the limit that falls at `at`
  bool whole_call = false;  // it is the call's own limit, not the phase's
};

// The limit of the whole call, from which the limit of each of its steps is cut. Pure: the time is an
// argument.
class call_budget {
 public:
  call_budget(mono_time now, milliseconds timeout) noexcept;

  // `allowed` from now, or the end of the call when that is earlier.
  deadline limit(phase during, milliseconds allowed, mono_time now) const noexcept;
  // The end of the call, for a phase that has no limit of its own and is named by it.
  deadline whole(phase during) const noexcept;

 private:
  mono_time end_;
  milliseconds timeout_;
};

// errc::timed_out with a sentence that names the phase: "connecting to example.org:443 took longer than 10s".
error timed_out(const deadline& passed, std::string_view peer);

}  // namespace bouts
