#include "core/wire/event_view.hpp"

#include <cstddef>

namespace bouts {

event_view::event_view(const agent_event& event)
    : type(event.type), timestamp(event.timestamp), exit_code(event.exit_code), percent(event.percent) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i] = event.*event_text_fields()[i].member;
  }
}

agent_event event_view::copy() const {
  agent_event event;
  event.type = type;
  event.timestamp = timestamp;
  event.exit_code = exit_code;
  event.percent = percent;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    event.*event_text_fields()[i].member = texts[i];
  }
  return event;
}

}  // namespace bouts
