// Completes the events of an agent by what its working directory shows: the text of a file that it only
// names, and the files that a command changed without a word. Single thread; looks at the disk from within
// its calls, bounded.
#pragma once

#include "core/wire/event_view.hpp"
#include "daemon/work_tree.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace arena {

// The file that the event says was written, where it names one.
std::optional<std::string> written_file(const bouts::event_view& event);

class change_teller {
 public:
  using event_handler = std::function<void(const bouts::event_view&)>;
  using clock = std::function<bouts::wall_time()>;

  change_teller(work_tree tree, event_handler on_event, clock now);

  // An event of the agent, on its way.
  void pass(const bouts::event_view& event);
  // One that was told before: nothing is told of it, but a command may have changed files.
  void skip(const bouts::event_view& event);
  // Tells what changed if a command has ended since the last look.
  void after_output();
  // Tells what changed, now and then: a look takes a hundredth of the time at most.
  void look_now_and_then();
  // The last look.
  void look_at_end();
  // What is there now is no news.
  void forget_changes() { tree_.look(); }

  work_tree& tree() noexcept { return tree_; }

 private:
  void note(const bouts::event_view& event);
  void look();

  work_tree tree_;
  event_handler on_event_;
  clock now_;
  bool command_ended_ = false;
  std::chrono::steady_clock::time_point next_look_{};
};

}  // namespace arena
