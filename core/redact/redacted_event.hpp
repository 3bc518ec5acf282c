// An event that may be shown: every text is redacted, valid UTF-8, without controls, and within the arena's
// limit. Only a redactor makes one out of an agent's event; what the relay may do with it keeps all of that.
//
// A copy costs a pointer. Copies belong to one thread. What was moved from may only be assigned to.
#pragma once

#include "core/wire/event.hpp"

#include <cstddef>
#include <memory>

namespace arena {

class redactor;

class redacted_event {
 public:
  const bouts::agent_event& event() const noexcept { return shown_->event; }

  // Of all its texts.
  std::size_t text_bytes() const noexcept { return shown_->text_bytes; }

  // Whether both are writes to the same file.
  bool is_write_like(const redacted_event& other) const noexcept {
    return file_ != no_file && file_ == other.file_ && event().filename == other.event().filename;
  }

  // Both as one: the later one's fields where it has them, summaries joined by a line feed and clamped.
  redacted_event joined_with(const redacted_event& later) const;
  // The same in place; without new memory as long as there is room and nobody shares it.
  void join(const redacted_event& later);
  // Whether both summaries fit into one.
  bool has_room_for(const redacted_event& later) const noexcept;
  // The same with " (+N more)" at the end of its summary, the text before it cut where that is needed.
  redacted_event with_omitted(std::size_t count) const;

 private:
  friend class redactor;
  explicit redacted_event(bouts::agent_event event);

  // What is asked of each event that is queued is reckoned once.
  struct content {
    bouts::agent_event event;
    std::size_t text_bytes = 0;
    std::size_t summary_units = 0;

    explicit content(bouts::agent_event made);
    void count_bytes() noexcept;
    void add_to_summary(const content& later);
  };
  static constexpr std::size_t no_file = 0;
  // Of the file that a write is to; here, so that a queue is searched without a look at each event.
  static std::size_t file_of(const bouts::agent_event& event) noexcept;

  std::size_t file_ = no_file;
  // Shared between copies, which queues and records make many of; changed only where nobody shares it.
  std::shared_ptr<content> shown_;
};

}  // namespace arena
