// The agent's working directory, looked at from outside: which files changed, what is in them. Programs that
// edit through a shell say nothing of it, and their files are the answer (core/agent/changed_files.hpp
// decides which).
//
// Nothing is followed out of the directory: no symbolic link, no "..". Bounded in entries and depth.
// Blocking, for a few milliseconds; not thread-safe.
#pragma once

#include "core/wire/models.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

struct answer_files {
  std::vector<bouts::solution_file> files;  // by path
  std::size_t left = 0;                     // too large, too many, or no text
};

class work_tree {
 public:
  // `marker`: a file that was made before the agent began; what was last changed before it is not the
  // agent's. Empty: everything is.
  work_tree(std::filesystem::path root, const std::filesystem::path& marker);

  // The agent's files that are new or changed since the last look, by path. The first look gives those since
  // the agent began.
  std::vector<std::string> look();
  // The same file is not found changed again for what it is now: spectators know.
  void learn(const std::string& relative);
  // The beginning of a file, at most `max_bytes` to a character's end. Nothing when it is no regular file
  // below the directory or no text.
  std::optional<std::string> head(std::string_view relative, std::size_t max_bytes) const;
  // All of the agent's files that there is room for; with patterns (path_pattern.hpp), those that match one.
  answer_files collect(const std::vector<std::string>& patterns = {});
  // There were more entries than are looked at.
  bool is_cut() const noexcept { return cut_; }

 private:
  struct state {
    std::int64_t changed_ns = 0;
    std::uint64_t bytes = 0;
    bool operator==(const state&) const = default;
  };
  using listing = std::map<std::string, state>;

  listing walk();
  void walk_into(int directory, const std::string& path, int depth, listing& into);

  std::filesystem::path root_;
  std::int64_t since_ns_ = 0;
  listing known_;
  std::size_t entries_ = 0;  // of this walk
  bool cut_ = false;
};

}  // namespace arena
