// The agent's working directory, looked at from outside: which files changed, what is in them. Programs that
// edit through a shell say nothing of it, and their files are the answer (core/agent/changed_files.hpp
// decides which).
//
// Nothing is followed out of the directory: no symbolic link, no "..". Bounded in entries and depth; what is
// near the top comes first. Blocking, for a microsecond or two an entry; not thread-safe.
#pragma once

#include "core/wire/models.hpp"

#include <sys/stat.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

struct answer_files {
  std::vector<bouts::solution_file> files;  // by path
  std::size_t left = 0;                     // too large, too many, no text, or with a name that is none
  bool cut = false;                         // there were more entries than are looked at
};

class work_tree {
 public:
  // `marker`: a file that was made before the agent began; what was last changed before it is not the
  // agent's. Empty: everything is. `owner`: the user that the agent runs as, where it is not ours; files of
  // others, which it may have put in the way, are not its own.
  work_tree(std::filesystem::path root, const std::filesystem::path& marker,
            std::optional<std::uint32_t> owner = {});

  // The agent's files that are new or changed since the last look, by path. The first look gives those since
  // the agent began.
  std::vector<std::string> look();
  // The agent said that it wrote it: before others it is a part of the answer.
  void prefer(std::string_view relative);
  // That, and it is not found changed again for what it is now: spectators know.
  void learn(const std::string& relative);
  // The beginning of a file, at most `max_bytes` to a character's end. Nothing when it is no regular file
  // below the directory or no text.
  std::optional<std::string> head(std::string_view relative, std::size_t max_bytes) const;
  // All of the agent's files that there is room for; with patterns (path_pattern.hpp), those that match one.
  answer_files collect(const std::vector<std::string>& patterns = {});

 private:
  struct state {
    std::int64_t changed_ns = 0;
    std::uint64_t bytes = 0;
    bool operator==(const state&) const = default;
  };
  using listing = std::map<std::string, state>;

  struct walked {
    listing files;
    std::size_t entries = 0;
    std::size_t unnamed = 0;  // names that are no UTF-8
    bool cut = false;
  };
  struct folder {
    std::string path;  // "" or with a "/" behind it
    int depth = 0;
  };

  walked walk() const;
  void walk_into(const folder& which, std::deque<folder>& inner, walked& into) const;
  bool is_the_agents(const struct ::stat& about) const noexcept;

  std::filesystem::path root_;
  std::int64_t since_ns_ = 0;
  std::optional<std::uint32_t> owner_;
  listing known_;
  std::set<std::string, std::less<>> said_;
};

}  // namespace arena
