#include "core/redact/redacted_event.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <string>

namespace arena {

redacted_event redacted_event::joined_with(const redacted_event& later) const {
  bouts::agent_event joined = later.event_;
  for (const auto& field : bouts::event_text_fields()) {
    auto& text = joined.*field.member;
    if (!text) {
      text = event_.*field.member;
    }
  }
  if (event_.summary && later.event_.summary) {
    joined.summary =
        bouts::clamp_utf16(*event_.summary + "\n" + *later.event_.summary, bouts::limits::summary_units);
  }
  return redacted_event(std::move(joined));
}

redacted_event redacted_event::with_omitted(std::size_t count) const {
  const std::string note = "(+" + std::to_string(count) + " more)";
  bouts::agent_event noted = event_;
  if (noted.summary && !noted.summary->empty()) {
    const std::size_t room = bouts::limits::summary_units - note.size() - 1;
    noted.summary = bouts::clamp_utf16(*noted.summary, room) + " " + note;
  } else {
    noted.summary = note;
  }
  return redacted_event(std::move(noted));
}

}  // namespace arena
