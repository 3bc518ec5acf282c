// Writes the events of a dialect: what all of them share, whatever their lines look like. It relates a
// success to the failure before it (self_correct) and makes retries one error_hit. Pure; not thread-safe.
#pragma once

#include "core/agent/dialect.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arena {

class dialect_scribe {
 public:
  explicit dialect_scribe(std::string workdir) : workdir_(std::move(workdir)) {}

  // The line whose events follow.
  void begin(bouts::wall_time now, const dialect::event_handler& on_event);
  void set_workdir(std::string_view workdir) { workdir_ = workdir; }

  void started(std::string_view summary);  // the first one only
  void thinking(std::string_view text);    // nothing when blank
  // What the agent says to its user: thinking once anything follows it, unless it was the answer.
  void say(std::string_view text);
  void was_the_answer() { said_.reset(); }
  void tell(bouts::event_type type, std::string_view summary);  // one that has no other field
  void tool_call(std::string_view tool, std::string_view summary);
  void code_write(std::string_view path, std::string_view snippet);
  // A command has ended. `exit_code` is absent when nobody said it; `failed` as the agent sees it.
  void command_run(std::string_view command, std::optional<int> exit_code, std::string_view output,
                   bool failed);
  // `subject`: the file or command that failed; "" when it is neither.
  void error_hit(std::string_view text, std::string_view subject = {});
  void retry(std::string_view text);  // an error_hit for the first of a streak, which any other event ends
  void progress(std::optional<double> percent, std::string_view stage);
  // The part of the work that is done, 0 to 1. Shown as 95 % at most, for the answer is still to come, and
  // never as less than before.
  void share(std::optional<double> done, std::string_view stage);
  // So much of a list is done; nothing for an empty list.
  void todo(int done, int all, std::string_view open);

 private:
  bouts::agent_event event(bouts::event_type type) const;
  void give(bouts::agent_event&& event);
  void succeeded(std::string_view subject);
  std::string relative(std::string_view path) const;

  std::string workdir_;
  bouts::wall_time now_{};
  const dialect::event_handler* on_event_ = nullptr;  // valid while a line is read
  std::optional<bouts::agent_event> said_;            // held back by say()
  std::string failed_subject_;
  double most_percent_ = 0;
  bool started_ = false;
  bool retrying_ = false;
};

// The language by the extension of a file name; "" when it is none that we know.
std::string_view language_of(std::string_view path) noexcept;

}  // namespace arena
