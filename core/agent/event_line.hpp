// What one line of an agent means, by the `auto` dialect of AGENT-CONTRACT.md: an event, a submission, or
// nothing but text. Lines that are neither cost a look at their first character.
//
// Not thread-safe: it reuses its buffers. No input makes it fail.
#pragma once

#include "core/agent/output.hpp"
#include "core/base/time.hpp"
#include "core/wire/event_view.hpp"
#include "core/wire/models.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <variant>

namespace arena {

// A text field of an event may have this much before it is redacted and clamped to the arena's 2000 units at
// most: the rest of a field of a megabyte would only fill queues. Twice the longest text (2000 units are at
// most 6000 bytes) and some.
inline constexpr std::size_t max_field_bytes = 16 * 1024;

// Monostate: the line is text (of the answer, on stdout; of the log, on stderr). An event is the reader's
// own, its texts stand in the line or in the reader's memory: valid as long as the line, and until the next
// one is read.
using line_meaning = std::variant<std::monostate, const bouts::event_view*, bouts::solution>;

// Whole lines, their ends included, that are nothing but text.
struct text_lines {
  std::size_t bytes = 0;
  std::size_t count = 0;
};
// How many of them `bytes` begins with: one look for the end and one at the beginning of each. Lines of more
// than max_line_bytes are not among them.
text_lines leading_text(agent_stream stream, std::string_view bytes) noexcept;

class event_line {
 public:
  event_line();
  ~event_line();
  event_line(event_line&&) noexcept;
  event_line& operator=(event_line&&) noexcept;

  // JSON lines count on stdout alone, markers on both. `now` is the timestamp of an event without one of its
  // own. So many bytes `behind` the line may be read, whatever they are: with enough of them no copy is made.
  line_meaning read(agent_stream stream, std::string_view line, bouts::wall_time now, std::size_t behind = 0);

  // Fields of events so far that had the wrong type or were out of range.
  std::uint64_t lost_fields() const noexcept { return lost_fields_; }

 private:
  void read_json(line_meaning& meaning, agent_stream stream, std::string_view text, bouts::wall_time now,
                 std::size_t behind);

  struct buffers;
  std::unique_ptr<buffers> memory_;
  std::uint64_t lost_fields_ = 0;
};

}  // namespace arena
