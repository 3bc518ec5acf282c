// An event from the fields of a JSON object or from a marker. What has the wrong type or is out of range
// loses its field and is counted; the event stays. Texts are valid UTF-8, but neither redacted nor clamped
// yet.
//
// Pure; safe to call concurrently.
#pragma once

#include "core/agent/marker.hpp"
#include "core/base/time.hpp"
#include "core/wire/event_view.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

namespace json {
class object_reader;
}

// What an object says that is for events, as it stands in it: looked at once, and without a copy, as most
// objects turn out to be something else. The texts are as they are written, valid until the object is opened
// anew.
class object_fields {
 public:
  // The texts in the order of event_text_fields(), and three more.
  static constexpr std::size_t message = bouts::text_fields_of_events.size();
  static constexpr std::size_t timestamp = message + 1;
  static constexpr std::size_t type = timestamp + 1;

  // As new; cheaper than a new one.
  void clear() noexcept;
  void put_text(std::size_t which, std::string_view written) noexcept {
    texts_[which] = written;
    there_ |= 1U << which;
  }
  void lose_text(std::size_t which) noexcept { there_ &= ~(1U << which); }
  // A bit for each text that is there, from the lowest on.
  std::uint32_t there() const noexcept { return there_; }
  bool has_text(std::size_t which) const noexcept { return (there_ >> which & 1U) != 0; }
  // Empty where there is none.
  std::string_view text(std::size_t which) const noexcept {
    return has_text(which) ? texts_[which] : std::string_view();
  }

  std::optional<double> percent;
  std::optional<int> exit_code;
  bool encloses = false;  // it has an object under "event"
  std::uint64_t lost_fields = 0;

 private:
  std::uint32_t there_ = 0;
  std::array<std::string_view, type + 1> texts_;
};

// Makes `said` what the object says. False when it turns out not to be one.
bool look_at(object_fields& said, json::object_reader& object);
// Both make `event` what was said and nothing else, whatever it was before, and give how many fields were
// lost. It is of type `type`, whatever was said. Its texts stay as long as the object's.
std::uint64_t fill(bouts::event_view& event, json::object_reader& object, const object_fields& said,
                   bouts::event_type type, bouts::wall_time now);
// Its texts stay as long as the marker's and `mended`, which has those that were no valid UTF-8.
struct mended_texts {
  std::string message;
  std::string detail;
};
std::uint64_t fill(bouts::event_view& event, mended_texts& mended, const marker& said, bouts::event_type type,
                   bouts::wall_time now);

}  // namespace arena
