// An event from the fields of a JSON object or from a marker. What has the wrong type or is out of range
// loses its field and is counted; the event stays. Texts are valid UTF-8, but neither redacted nor clamped
// yet.
//
// Pure; safe to call concurrently.
#pragma once

#include "core/agent/marker.hpp"
#include "core/base/time.hpp"
#include "core/wire/event.hpp"

#include <cstdint>
#include <optional>

namespace arena {

namespace json {
class object_reader;
}

struct read_event {
  bouts::agent_event event;
  std::uint64_t lost_fields = 0;
};

// Nothing when `object` turns out not to be one.
std::optional<read_event> event_of(json::object_reader& object, bouts::event_type type, bouts::wall_time now);

// `marker.type` is `type`, whatever it says itself.
read_event event_of(const marker& said, bouts::event_type type, bouts::wall_time now);

}  // namespace arena
