// One of the loops that ask the arena at a steady tick (pings, polls): when it is due, what it says about
// failures, and what others see of it. The asking itself is its owner's. Single thread.
#pragma once

#include "control/view.hpp"
#include "core/base/histogram.hpp"
#include "core/http/loop_watch.hpp"
#include "core/http/pulse.hpp"
#include "core/http/streak.hpp"
#include "daemon/log.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arena {

class steady_loop {
 public:
  // `name` is a literal: what the log and the status call it. `lateness` outlives the loop. Due at `first`.
  steady_loop(std::string_view name, bouts::milliseconds interval, bouts::mono_time first,
              bouts::duration_histogram& lateness, logger log);

  bouts::mono_time due() const noexcept { return pulse_.due(); }
  bool failing() const noexcept { return streak_.failing(); }
  // Due now, unless the arena asked us to wait.
  void hurry();
  // From a reloaded configuration: another interval; what the arena asked us to wait is waited.
  void change(bouts::milliseconds interval);
  // Due now, whatever the arena said before, or says yet to what is being asked: to an earlier key.
  void begin_anew(bouts::milliseconds interval);
  void pauses();
  void resumes();  // at its next tick

  // The request goes out; one of the next two follows.
  void asks();
  void answered();
  void failed(const bouts::error& why);

  // Since when all were answered; nothing while the last one was not.
  std::optional<bouts::wall_time> good_since() const noexcept { return good_since_; }
  std::optional<bouts::wall_time> last_answer() const noexcept { return last_answer_; }
  // Why it fails at present; empty when it does not.
  const std::string& trouble() const noexcept { return trouble_; }
  // The last failure, also when it is over.
  const std::optional<control::agent_trouble>& last_error() const noexcept { return last_error_; }
  std::uint64_t answers() const noexcept { return answers_; }
  std::uint64_t failures() const noexcept { return failures_; }
  bool is_parked() const noexcept { return watch_.doing() == bouts::loop_doing::parked; }
  bool is_alive(bouts::milliseconds patience) const;
  control::loop_state state(bouts::milliseconds patience) const;

 private:
  std::string_view name_;
  bouts::duration_histogram& lateness_;
  logger log_;
  bouts::pulse pulse_;
  bouts::streak streak_;
  bouts::loop_watch watch_;
  std::optional<bouts::wall_time> good_since_;
  std::optional<bouts::wall_time> last_answer_;
  std::string trouble_;
  std::optional<control::agent_trouble> last_error_;
  std::uint64_t answers_ = 0;
  std::uint64_t failures_ = 0;
  std::optional<bouts::pulse> after_this_;  // begun anew while it asked: what counts when that has failed
};

// What a watch says, for the status: by this machine's clock.
control::loop_state shown(std::string_view name, const bouts::loop_watch& watch, int failures,
                          bouts::milliseconds patience);

}  // namespace arena
