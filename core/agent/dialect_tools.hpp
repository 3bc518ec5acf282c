// What the calls of tools have in common over all dialects: which tool writes a file, runs a command or keeps
// a list, and under which names their arguments stand. A new name of a tool is a line in a table of the .cpp.
// For the .cpp files of this room only.
#pragma once

#include "core/agent/dialect_json.hpp"
#include "core/agent/dialect_scribe.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace arena {

// `unseen`: the program's own housekeeping, which nobody wants to watch.
enum class tool_role { other, command, edit, todo, unseen };

struct tool_use {
  tool_role role = tool_role::other;
  std::string subject;  // the command or the file
  std::string snippet;  // what an edit writes
};

// How a call ended. `output`: of a command; `error`: why it failed, else the output tells.
struct tool_end {
  bool failed = false;
  std::optional<int> exit_code = std::nullopt;
  std::string_view output = {};
  std::string_view error = {};
};

// The first of these members that has a text.
std::string_view first_text(const json::maybe& of, std::initializer_list<std::string_view> names);
// A text, or the texts of blocks one after the other.
std::string joined_text(const json::maybe& content);
// What a call is about, in a few words: its file, query, address …
std::string_view main_argument(const json::maybe& input);
// An exit code as an int; nothing when it is none.
std::optional<int> exit_code_at(const json::maybe& of, std::string_view name);
// The number behind `opening` ("exited with code ") wherever that stands in the text.
std::optional<int> number_behind(std::string_view text, std::string_view opening) noexcept;

// The name that spectators see: "mcp__files__read" is "files/read".
std::string shown_tool(std::string_view tool);

tool_use describe(std::string_view tool, const json::maybe& input);
// Says what is told when a call begins: the call itself, or what a list says. Commands and edits are told at
// their end.
void begin_use(dialect_scribe& scribe, const tool_use& use, std::string_view tool, const json::maybe& input);
void end_use(dialect_scribe& scribe, const tool_use& use, const tool_end& end);
// A list of things to do: each entry has a text and a state, or says whether it is completed.
void tell_todo(dialect_scribe& scribe, const json::maybe& entries);

// The calls that have begun and not ended, by the id of each; at most max_open_calls.
class open_uses {
 public:
  void put(std::string_view id, tool_use use) {
    if (uses_.size() < max_open_calls) {
      uses_.insert_or_assign(std::string(id), std::move(use));
    }
  }
  // One that nobody knows is of role other.
  tool_use take(std::string_view id) {
    auto found = uses_.extract(std::string(id));
    return found ? std::move(found.mapped()) : tool_use{};
  }

 private:
  std::map<std::string, tool_use> uses_;
};

}  // namespace arena
