// From what an agent prints to events and a solution: by the `auto` dialect of AGENT-CONTRACT.md, or with
// stdout in the dialect of one program (dialect.hpp).
//
//   bytes -> line_splitter -> lines -> output_reader -> events, and the parts of the solution
//
// Pure and incremental: feed it as bytes come, in any portions. Memory is bounded by `max_line_bytes` (with a
// dialect `max_dialect_line_bytes`) and `max_plain_bytes`, whatever the agent prints. Not thread-safe.
#pragma once

#include "core/agent/dialect.hpp"
#include "core/base/time.hpp"
#include "core/wire/event_view.hpp"
#include "core/wire/models.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

inline constexpr std::size_t max_line_bytes = 1024 * 1024;               // a longer line is cut and counted
inline constexpr std::size_t max_dialect_line_bytes = 16 * 1024 * 1024;  // whole files stand in some
inline constexpr std::size_t max_plain_bytes =
    4 * 1024 * 1024;  // of stdout that may be the solution; far above the 100,000 allowed

enum class agent_stream { out, err };

// What was read, for the account at a bout's end.
struct output_counts {
  std::uint64_t lines = 0;
  std::uint64_t events = 0;
  std::uint64_t cut_lines = 0;        // longer than max_line_bytes
  std::uint64_t lost_fields = 0;      // of events: wrong type or out of range
  std::uint64_t plain_bytes_cut = 0;  // of stdout beyond max_plain_bytes
};

// Where a solution came from, in the contract's order of preference. `final_message`: what a program said
// last, by its dialect.
enum class solution_source { file, submission_line, json_output, plain_output, final_message };

// "Explicit" sources count even when the agent failed (submit.on_failure: explicit): the file and submission
// lines.
constexpr bool is_explicit(solution_source source) noexcept {
  return source == solution_source::file || source == solution_source::submission_line;
}

struct found_solution {
  bouts::solution answer;
  solution_source source;

  bool operator==(const found_solution&) const = default;
};

class output_reader {
 public:
  // The event and its texts are valid during the call only.
  using event_handler = std::function<void(const bouts::event_view&)>;

  // `on_event` is called from within feed() and finish(), once for each event in the order of the stream.
  // `of_stdout`: its dialect; none is `auto`. Markers on stderr are events with any.
  explicit output_reader(event_handler on_event, std::unique_ptr<dialect> of_stdout = nullptr);
  ~output_reader();
  output_reader(output_reader&&) noexcept;
  output_reader& operator=(output_reader&&) noexcept;

  // More bytes of one stream. `now` becomes the timestamp of events that carry none of their own.
  void feed(agent_stream stream, std::string_view bytes, bouts::wall_time now);
  // The streams have ended: a last line without an end counts.
  void finish(bouts::wall_time now);

  const output_counts& counts() const noexcept;
  // What the dialect has made of it so far; null with `auto`.
  const run_report* report() const noexcept;

  // The solution by the contract's rules 1 to 4: `solution_file` is the text of $ARENA_SOLUTION_FILE, where
  // there is one. With a dialect the file still comes first, then what the program said last. Nothing when
  // the agent gave none. Not checked against the arena's limits: see check_solution().
  std::optional<found_solution> solution(std::optional<std::string_view> solution_file) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// Whether the arena will take it: content 1 to 100,000 UTF-16 units and bytes, whole body within its limit;
// the error is a sentence that names size and limit. When only files are there, content becomes their JSON.
bouts::result<bouts::solution> check_solution(bouts::solution answer);

}  // namespace arena
