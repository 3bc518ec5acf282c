// Failures in a row, told twice: when they begin and when they end. A loop that fails every five seconds for
// a night leaves two lines in the log, not seventeen thousand.
//
// Pure: the time is an argument. Not thread-safe.
#pragma once

#include "core/base/error.hpp"
#include "core/base/time.hpp"

#include <optional>
#include <string>

namespace bouts {

struct streak_note {
  enum class edge {
    began,    // the first failure
    changed,  // still failing, but for another reason
    ended,    // it works again
  };
  edge what = edge::began;
  errc kind = errc::invalid;  // of this failure; of the last one when it ended
  std::string reason;         // error::describe() of the same
  int failures = 0;           // in a row, over all reasons
  milliseconds lasted{0};     // since the first failure
};

class streak {
 public:
  // What to say about this failure: nothing when the last one was of the same kind. Cancellation is not a
  // failure and is never noted.
  std::optional<streak_note> failed(const error& failure, mono_time now);
  // What to say about this success: nothing unless a streak ends with it.
  std::optional<streak_note> succeeded(mono_time now);

  bool failing() const noexcept { return failures_ > 0; }
  // In a row; 0 after a success. What retry_policy::wait() asks for.
  int failures() const noexcept { return failures_; }

 private:
  streak_note note(streak_note::edge what, mono_time now) const;

  int failures_ = 0;
  mono_time began_{};
  errc kind_ = errc::invalid;
  std::string reason_;
};

}  // namespace bouts
