// An event that may be shown: every text is redacted, valid UTF-8, without controls, and within the arena's
// limit. Only a redactor makes one out of an agent's event; what the relay may do with it keeps all of that.
#pragma once

#include "core/wire/event.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace arena {

class redactor;

class redacted_event {
 public:
  const bouts::agent_event& event() const noexcept { return event_; }

  // Both as one: the later one's fields where it has them, summaries joined by a line feed and clamped.
  redacted_event joined_with(const redacted_event& later) const;
  // The same with " (+N more)" at the end of its summary, the text before it cut where that is needed.
  redacted_event with_omitted(std::size_t count) const;

 private:
  friend class redactor;
  explicit redacted_event(bouts::agent_event event) : event_(std::move(event)) {}

  bouts::agent_event event_;
};

}  // namespace arena
