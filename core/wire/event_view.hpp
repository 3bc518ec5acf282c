// An event as an agent said it, its texts where they stand: what a reader of output gives and a redactor
// takes, so that nothing is copied before it is known what may be shown.
#pragma once

#include "core/wire/event.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace bouts {

struct event_view {
  event_type type = event_type::thinking;
  wall_time timestamp{};
  std::optional<int> exit_code;
  std::optional<double> percent;  // 0 to 100
  // In the order of event_text_fields(). Whoever gives the view says how long they stay.
  std::array<std::optional<std::string_view>, text_fields_of_events.size()> texts;

  event_view() = default;
  // Of the event's texts. Implicit, as a std::string_view is made of a std::string.
  event_view(const agent_event& event);

  agent_event copy() const;
};

}  // namespace bouts
