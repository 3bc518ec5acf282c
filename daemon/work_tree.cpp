#include "daemon/work_tree.hpp"

#include "core/agent/changed_files.hpp"
#include "core/agent/dialect_scribe.hpp"
#include "core/agent/path_pattern.hpp"
#include "core/base/text.hpp"
#include "runner/descriptor.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace arena {

namespace {

using runner::descriptor;
using directory_stream = std::unique_ptr<DIR, int (*)(DIR*)>;

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// The last change of content or of what the system knows of the file: no program sets it back, as some do
// with the time of the content (archives, version control).
std::int64_t changed_ns(const struct stat& about) {
  constexpr std::int64_t second = 1'000'000'000;
  return about.st_ctim.tv_sec * second + about.st_ctim.tv_nsec;
}

bool is_text(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos && bouts::is_valid_utf8(bytes);
}

// Each part of the path by itself, so that no link anywhere in it leads out. Nothing when one does.
descriptor open_below(const std::filesystem::path& root, std::string_view relative) {
  descriptor at(::open(root.c_str(), directory_flags & ~O_NOFOLLOW));
  while (at) {
    const auto slash = relative.find('/');
    const std::string part(relative.substr(0, slash));
    if (part.empty() || part == "." || part == "..") {
      return {};
    }
    if (slash == std::string_view::npos) {
      return descriptor(::openat(at.get(), part.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    }
    at = descriptor(::openat(at.get(), part.c_str(), directory_flags));
    relative.remove_prefix(slash + 1);
  }
  return {};
}

// At most `max_bytes` of a regular file.
std::optional<std::string> read_below(const std::filesystem::path& root, std::string_view relative,
                                      std::size_t max_bytes) {
  const auto file = open_below(root, relative);
  struct stat about{};
  if (!file || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return std::nullopt;
  }
  std::string text(std::min<std::size_t>(max_bytes, static_cast<std::size_t>(about.st_size)), '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const auto part = ::read(file.get(), text.data() + got, text.size() - got);
    if (part <= 0) {
      break;
    }
    got += static_cast<std::size_t>(part);
  }
  text.resize(got);
  return text;
}

}  // namespace

work_tree::work_tree(std::filesystem::path root, const std::filesystem::path& marker)
    : root_(std::move(root)) {
  struct stat about{};
  if (!marker.empty() && ::stat(marker.c_str(), &about) == 0) {
    since_ns_ = changed_ns(about);
  }
}

work_tree::listing work_tree::walk() {
  listing found;
  entries_ = 0;
  cut_ = false;
  descriptor root(::open(root_.c_str(), directory_flags & ~O_NOFOLLOW));
  if (root) {
    walk_into(root.release(), "", 0, found);
  }
  return found;
}

// Takes the descriptor.
void work_tree::walk_into(int directory, const std::string& path, int depth, listing& into) {
  const directory_stream stream(::fdopendir(directory), ::closedir);
  if (!stream) {
    ::close(directory);
    return;
  }
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name(entry->d_name);
    struct stat about{};
    if (name == "." || name == ".." || ::fstatat(directory, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0 ||
        is_left_out(name, S_ISDIR(about.st_mode)) || !bouts::is_valid_utf8(name)) {
      continue;
    }
    if (++entries_ > max_watched_entries || depth >= max_watched_depth) {
      cut_ = true;
      return;
    }
    if (S_ISDIR(about.st_mode)) {
      if (const int inner = ::openat(directory, name.c_str(), directory_flags); inner >= 0) {
        walk_into(inner, path + name + "/", depth + 1, into);
      }
    } else if (S_ISREG(about.st_mode) && changed_ns(about) >= since_ns_) {
      into[path + name] = {.changed_ns = changed_ns(about),
                           .bytes = static_cast<std::uint64_t>(about.st_size)};
    }
  }
}

std::vector<std::string> work_tree::look() {
  auto now = walk();
  std::vector<std::string> changed;
  for (const auto& [path, is] : now) {
    const auto was = known_.find(path);
    if (was == known_.end() || was->second != is) {
      changed.push_back(path);
    }
  }
  known_ = std::move(now);
  return changed;
}

void work_tree::learn(const std::string& relative) {
  const auto file = open_below(root_, relative);
  struct stat about{};
  if (file && ::fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode)) {
    known_[relative] = {.changed_ns = changed_ns(about), .bytes = static_cast<std::uint64_t>(about.st_size)};
  }
}

std::optional<std::string> work_tree::head(std::string_view relative, std::size_t max_bytes) const {
  auto text = read_below(root_, relative, max_bytes);
  if (!text) {
    return std::nullopt;
  }
  // The last character may be cut in two; without its first bytes the rest is none.
  for (int i = 0; i < 3 && !text->empty() && !bouts::is_valid_utf8(*text); ++i) {
    text->pop_back();
  }
  return is_text(*text) ? std::move(text) : std::nullopt;
}

answer_files work_tree::collect(const std::vector<std::string>& patterns) {
  std::vector<found_file> found;
  for (const auto& [path, is] : walk()) {
    const auto matches = [&path](const std::string& pattern) { return matches_pattern(path, pattern); };
    if (patterns.empty() || std::ranges::any_of(patterns, matches)) {
      found.push_back({.path = path, .bytes = is.bytes});
    }
  }
  const auto chosen = choose_files(std::move(found));
  answer_files answer{.files = {}, .left = chosen.left};
  for (const auto& one : chosen.taken) {
    auto text = read_below(root_, one.path, max_answer_file_bytes);
    if (!text || !is_text(*text)) {
      ++answer.left;
      continue;
    }
    const auto language = language_of(one.path);
    answer.files.push_back(
        {.path = one.path,
         .content = std::move(*text),
         .language = language.empty() ? std::nullopt : std::optional(std::string(language))});
  }
  return answer;
}

}  // namespace arena
