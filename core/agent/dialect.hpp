// What one kind of coding agent prints on stdout, mostly one JSON object a line, to events, its final answer
// and how its run ended by its own account. `auto`, the contract's own dialect, is output.hpp.
//
// No line is an error: what is not JSON is noise, what is not known is counted under its name. Memory is
// bounded by the line and the named limits below. Pure; not thread-safe.
#pragma once

#include "core/base/time.hpp"
#include "core/wire/event.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

enum class dialect_kind { claude_code, codex, gemini, cursor, opencode, goose, qwen, openclaw, aider };

struct named_dialect {
  std::string_view name;
  dialect_kind kind;
};
inline constexpr std::array<named_dialect, 9> all_dialects = {{{"claude-code", dialect_kind::claude_code},
                                                               {"codex", dialect_kind::codex},
                                                               {"gemini", dialect_kind::gemini},
                                                               {"cursor", dialect_kind::cursor},
                                                               {"opencode", dialect_kind::opencode},
                                                               {"goose", dialect_kind::goose},
                                                               {"qwen", dialect_kind::qwen},
                                                               {"openclaw", dialect_kind::openclaw},
                                                               {"aider", dialect_kind::aider}}};

// Nothing for any other name.
std::optional<dialect_kind> parse_dialect_kind(std::string_view name) noexcept;

inline constexpr std::size_t max_open_calls = 256;    // started and not ended; further ones stay unpaired
inline constexpr std::size_t max_ignored_names = 64;  // further ones are counted as "other"
inline constexpr std::size_t max_answer_bytes = 4 * 1024 * 1024;

// How the run ended by what the stream says. `unsaid`: it just stopped, as it does when the agent is killed.
enum class stream_outcome { unsaid, completed, failed, limit };

struct run_usage {
  std::uint64_t input_tokens = 0;         // with those from a cache
  std::uint64_t cached_input_tokens = 0;  // of them
  std::uint64_t output_tokens = 0;
  std::optional<double> cost_usd;

  bool operator==(const run_usage&) const = default;
};

struct run_report {
  stream_outcome outcome = stream_outcome::unsaid;
  bool says_when_done = true;  // whether a run that ends well says so
  std::string answer;          // the final text; empty when there was none
  std::string failure;         // why, when `outcome` is failed or limit
  std::optional<run_usage> usage;
  std::uint64_t mapped_lines = 0;
  std::uint64_t noise_lines = 0;                 // blank, no JSON, or cut
  std::map<std::string, std::uint64_t> ignored;  // by the name of what they are
};

class dialect {
 public:
  using event_handler = std::function<void(bouts::agent_event&&)>;

  virtual ~dialect() = default;
  // One line of stdout, without its end. `on_event` is called from within, for each event in order; texts are
  // valid UTF-8, neither redacted nor clamped.
  virtual void read(std::string_view line, bouts::wall_time now, const event_handler& on_event) = 0;
  // So far; the outcome counts when the stream has ended.
  virtual const run_report& report() const noexcept = 0;
};

// `workdir` is taken off the front of file names; may be empty.
std::unique_ptr<dialect> make_dialect(dialect_kind kind, std::string workdir);

}  // namespace arena
