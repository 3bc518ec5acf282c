#include "core/redact/redacted_event.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <string>

namespace arena {

std::size_t redacted_event::text_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const auto& field : bouts::event_text_fields()) {
    const auto& text = event().*field.member;
    bytes += text ? text->size() : 0;
  }
  return bytes;
}

void redacted_event::join(redacted_event later) {
  bouts::agent_event joined = later.event();
  bouts::agent_event before = event_.use_count() == 1 ? std::move(*event_) : *event_;
  if (before.summary && joined.summary) {
    *before.summary += '\n';
    *before.summary += *joined.summary;
    if (before.summary->size() > bouts::limits::summary_units) {
      before.summary = bouts::clamp_utf16(*before.summary, bouts::limits::summary_units);
    }
    joined.summary.reset();
  }
  for (const auto& field : bouts::event_text_fields()) {
    auto& text = joined.*field.member;
    if (!text) {
      text = std::move(before.*field.member);
    }
  }
  if (event_.use_count() == 1) {
    *event_ = std::move(joined);
  } else {
    event_ = std::make_shared<bouts::agent_event>(std::move(joined));
  }
}

redacted_event redacted_event::joined_with(redacted_event later) const {
  redacted_event joined = *this;
  joined.join(std::move(later));
  return joined;
}

bool redacted_event::has_room_for(const redacted_event& later) const noexcept {
  constexpr std::size_t most_bytes_a_unit = 3;
  const std::string_view before = event_->summary ? std::string_view(*event_->summary) : "";
  const std::string_view after = later.event_->summary ? std::string_view(*later.event_->summary) : "";
  const std::size_t bytes = before.size() + 1 + after.size();
  if (bytes <= bouts::limits::summary_units || bytes > bouts::limits::summary_units * most_bytes_a_unit) {
    return bytes <= bouts::limits::summary_units;
  }
  return bouts::utf16_length(before) + 1 + bouts::utf16_length(after) <= bouts::limits::summary_units;
}

redacted_event redacted_event::with_omitted(std::size_t count) const {
  const std::string note = "(+" + std::to_string(count) + " more)";
  bouts::agent_event noted = *event_;
  if (noted.summary && !noted.summary->empty()) {
    const std::size_t room = bouts::limits::summary_units - note.size() - 1;
    noted.summary = bouts::clamp_utf16(*noted.summary, room) + " " + note;
  } else {
    noted.summary = note;
  }
  return redacted_event(std::move(noted));
}

}  // namespace arena
