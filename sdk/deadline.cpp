#include "sdk/deadline.hpp"

#include <algorithm>

namespace bouts {

namespace {

// Keeps `now + limit` within the clock's range, whatever a caller takes for "no limit".
constexpr std::chrono::hours longest_limit{24};

milliseconds bounded(milliseconds limit) noexcept {
  return std::clamp(limit, milliseconds::zero(), milliseconds(longest_limit));
}

std::string_view doing(phase during) noexcept {
  switch (during) {
    case phase::waiting:
      return "waiting for a free connection";
    case phase::connecting:
      return "connecting";
    case phase::handshaking:
      return "in the TLS handshake";
    case phase::sending:
      return "sending the request";
    case phase::reading:
      return "waiting for the answer";
  }
  return "";
}

std::string phase_sentence(phase during, const std::string& peer, const std::string& length) {
  switch (during) {
    case phase::waiting:
      return "waiting for a free connection to " + peer + " took longer than " + length;
    case phase::connecting:
      return "connecting to " + peer + " took longer than " + length;
    case phase::handshaking:
      return "the TLS handshake with " + peer + " took longer than " + length;
    case phase::sending:
      return peer + " took no data for " + length;
    case phase::reading:
      return peer + " sent nothing for " + length;
  }
  return {};
}

}  // namespace

call_budget::call_budget(mono_time now, milliseconds timeout) noexcept
    : end_(now + bounded(timeout)), timeout_(timeout) {}

deadline call_budget::limit(phase during, milliseconds allowed, mono_time now) const noexcept {
  const mono_time own = now + bounded(allowed);
  if (end_ < own) {
    return {.at = end_, .during = during, .allowed = timeout_, .whole_call = true};
  }
  return {.at = own, .during = during, .allowed = allowed, .whole_call = false};
}

deadline call_budget::whole(phase during) const noexcept {
  return {.at = end_, .during = during, .allowed = timeout_, .whole_call = false};
}

error timed_out(const deadline& passed, std::string_view peer) {
  const std::string who(peer);
  const std::string length = format_duration(passed.allowed);
  error made;
  made.kind = errc::timed_out;
  made.message = passed.whole_call ? "the call to " + who + " took longer than " + length + " (" +
                                         std::string(doing(passed.during)) + ")"
                                   : phase_sentence(passed.during, who, length);
  return made;
}

}  // namespace bouts
