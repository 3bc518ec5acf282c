// The directory of one bout: what the agent gets, what it printed, what it answered (DESIGN.md, The runner).
#pragma once

#include "core/base/error.hpp"
#include "core/base/ids.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace arena {

class run_directory {
 public:
  // Creates STATE/runs/ENTRY and its work directory. errc::io when that is not possible.
  static bouts::result<run_directory> create(const std::filesystem::path& state,
                                             const bouts::entry_id& entry);

  // Without looking whether it is there.
  static run_directory at(const std::filesystem::path& state, const bouts::entry_id& entry) {
    return run_directory(state / "runs" / entry.str());
  }

  const std::filesystem::path& path() const noexcept { return path_; }
  std::filesystem::path work() const { return path_ / "work"; }
  std::filesystem::path challenge() const { return path_ / "challenge.json"; }
  // What a preset's program is told, and when the first attempt began (its last change; it is made once).
  static constexpr const char* prompt_name = "prompt.txt";
  std::filesystem::path prompt() const { return path_ / prompt_name; }
  std::filesystem::path first_attempt() const { return path_ / "first-attempt"; }
  // Where the agent may put its answer ($ARENA_SOLUTION_FILE): in its own directory, so that it needs no
  // other.
  std::filesystem::path agent_solution() const { return path_ / "work" / ".arena-solution"; }
  // Exactly what will be, or was, handed in.
  std::filesystem::path solution() const { return path_ / "solution.json"; }
  std::filesystem::path events() const { return path_ / "events.jsonl"; }
  std::filesystem::path out() const { return path_ / "stdout.log"; }
  std::filesystem::path err() const { return path_ / "stderr.log"; }
  std::filesystem::path exit() const { return path_ / "exit.json"; }
  static constexpr const char* note_name = "bout.json";
  std::filesystem::path note() const { return path_ / note_name; }
  std::filesystem::path attempt_marker() const { return path_ / "attempt"; }

  // Which attempt was begun here last; 0: none.
  int begun_attempt() const;
  // Puts what an earlier attempt left aside (stdout.log becomes stdout.log.1 …), writes challenge.json and,
  // unless it is empty, the prompt, and creates empty output files, so that they can be followed from the
  // first byte. When it was cut short it can be repeated; when it was done already it changes nothing.
  bouts::status begin_attempt(int attempt, std::string_view challenge_json,
                              std::string_view prompt = {}) const;

  // Lets another user work here: the work directory, challenge.json and the prompt become theirs, and the way
  // to them passable (0711) without showing anything else. For agents that run as `user`.
  bouts::status hand_over(std::uint32_t uid, std::uint32_t gid) const;

 private:
  bouts::status put_aside(int attempt) const;

  explicit run_directory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace arena
