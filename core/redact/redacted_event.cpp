#include "core/redact/redacted_event.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace arena {

redacted_event::content::content(bouts::agent_event made)
    : event(std::move(made)), summary_units(event.summary ? bouts::utf16_length(*event.summary) : 0) {
  count_bytes();
}

void redacted_event::content::count_bytes() noexcept {
  text_bytes = 0;
  for (const auto& field : bouts::event_text_fields()) {
    const auto& text = event.*field.member;
    text_bytes += text ? text->size() : 0;
  }
}

// Of a text that is there, after the one that is there.
void redacted_event::content::add_to_summary(const content& later) {
  auto& text = *event.summary;
  text += '\n';
  text += *later.event.summary;
  summary_units += 1 + later.summary_units;
  if (summary_units > bouts::limits::summary_units) {
    text = bouts::clamp_utf16(text, bouts::limits::summary_units);
    summary_units = bouts::utf16_length(text);
  }
}

redacted_event::redacted_event(bouts::agent_event event)
    : file_(file_of(event)), shown_(std::make_shared<content>(std::move(event))) {}

std::size_t redacted_event::file_of(const bouts::agent_event& event) noexcept {
  const bool is_write = event.type == bouts::event_type::code_write && event.filename;
  return is_write ? std::max(std::hash<std::string>{}(*event.filename), no_file + 1) : no_file;
}

void redacted_event::join(const redacted_event& later) {
  if (shown_.use_count() > 1) {
    shown_ = std::make_shared<content>(*shown_);
  }
  auto& joined = shown_->event;
  const auto& added = later.event();
  joined.type = added.type;
  joined.timestamp = added.timestamp;
  joined.exit_code = added.exit_code;
  joined.percent = added.percent;
  for (const auto& field : bouts::event_text_fields()) {
    const auto& text = added.*field.member;
    if (text && field.member != &bouts::agent_event::summary) {
      joined.*field.member = text;
    }
  }
  if (joined.summary && added.summary) {
    shown_->add_to_summary(*later.shown_);
  } else if (added.summary) {
    joined.summary = added.summary;
    shown_->summary_units = later.shown_->summary_units;
  }
  shown_->count_bytes();
  file_ = file_of(joined);
}

redacted_event redacted_event::joined_with(const redacted_event& later) const {
  redacted_event joined = *this;
  joined.join(later);
  return joined;
}

bool redacted_event::has_room_for(const redacted_event& later) const noexcept {
  return shown_->summary_units + 1 + later.shown_->summary_units <= bouts::limits::summary_units;
}

redacted_event redacted_event::with_omitted(std::size_t count) const {
  const std::string note = "(+" + std::to_string(count) + " more)";
  bouts::agent_event noted = event();
  if (noted.summary && !noted.summary->empty()) {
    const std::size_t room = bouts::limits::summary_units - note.size() - 1;
    noted.summary = bouts::clamp_utf16(*noted.summary, room) + " " + note;
  } else {
    noted.summary = note;
  }
  return redacted_event(std::move(noted));
}

}  // namespace arena
