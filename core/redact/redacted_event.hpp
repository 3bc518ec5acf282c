// An event that may be shown: every text is redacted, valid UTF-8, without controls, and within the arena's
// limit. Only a redactor makes one out of an agent's event; what the relay may do with it keeps all of that.
//
// A copy costs a pointer. Copies belong to one thread. What was moved from may only be assigned to.
#pragma once

#include "core/wire/event.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace arena {

class redactor;

class redacted_event {
 public:
  const bouts::agent_event& event() const noexcept { return *event_; }

  // Of all its texts.
  std::size_t text_bytes() const noexcept;

  // Both as one: the later one's fields where it has them, summaries joined by a line feed and clamped.
  redacted_event joined_with(redacted_event later) const;
  // The same in place.
  void join(redacted_event later);
  // Whether both summaries fit into one.
  bool has_room_for(const redacted_event& later) const noexcept;
  // The same with " (+N more)" at the end of its summary, the text before it cut where that is needed.
  redacted_event with_omitted(std::size_t count) const;

 private:
  friend class redactor;
  explicit redacted_event(bouts::agent_event event)
      : event_(std::make_shared<bouts::agent_event>(std::move(event))) {}

  // Shared between copies, which queues and records make many of; changed only where nobody shares it.
  std::shared_ptr<bouts::agent_event> event_;
};

}  // namespace arena
