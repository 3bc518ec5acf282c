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

// A folder below the root, "" or with a "/" behind it: each part of the path by itself, so that no link
// anywhere in it leads out. Nothing when one does.
descriptor open_folder(const std::filesystem::path& root, std::string_view relative) {
  descriptor at(::open(root.c_str(), directory_flags & ~O_NOFOLLOW));
  while (at && !relative.empty()) {
    const auto slash = relative.find('/');
    const std::string part(relative.substr(0, slash));
    if (part.empty() || part == "." || part == ".." || slash == std::string_view::npos) {
      return {};
    }
    at = descriptor(::openat(at.get(), part.c_str(), directory_flags));
    relative.remove_prefix(slash + 1);
  }
  return at;
}

descriptor open_below(const std::filesystem::path& root, std::string_view relative) {
  const auto begin = relative.find_last_of('/') + 1;  // 0 without one
  const std::string name(relative.substr(begin));
  const auto folder = open_folder(root, relative.substr(0, begin));
  if (!folder || name.empty()) {
    return {};
  }
  return descriptor(::openat(folder.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
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

work_tree::work_tree(std::filesystem::path root, const std::filesystem::path& marker,
                     std::optional<std::uint32_t> owner)
    : root_(std::move(root)), owner_(owner) {
  struct stat about{};
  if (!marker.empty() && ::stat(marker.c_str(), &about) == 0) {
    since_ns_ = changed_ns(about);
  }
}

bool work_tree::is_the_agents(const struct ::stat& about) const noexcept {
  return S_ISREG(about.st_mode) && changed_ns(about) >= since_ns_ && (!owner_ || about.st_uid == *owner_);
}

work_tree::walked work_tree::walk() const {
  walked found;
  std::deque<folder> waiting = {folder{}};
  while (!waiting.empty()) {
    const auto next = std::move(waiting.front());
    waiting.pop_front();
    walk_into(next, waiting, found);
  }
  return found;
}

void work_tree::walk_into(const folder& which, std::deque<folder>& inner, walked& into) const {
  auto opened = open_folder(root_, which.path);
  const directory_stream stream(opened ? ::fdopendir(opened.get()) : nullptr, ::closedir);
  if (!stream) {
    return;
  }
  const int directory = opened.release();  // the stream's now
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name(entry->d_name);
    struct stat about{};
    if (name == "." || name == ".." || ::fstatat(directory, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0 ||
        is_left_out(name, S_ISDIR(about.st_mode))) {
      continue;
    }
    if (++into.entries > max_watched_entries || which.depth >= max_watched_depth) {
      into.cut = true;
      return;
    }
    const bool named = bouts::is_valid_utf8(name);
    if (S_ISDIR(about.st_mode) && named) {
      inner.push_back({which.path + name + "/", which.depth + 1});
    } else if (is_the_agents(about) && named) {
      into.files[which.path + name] = {.changed_ns = changed_ns(about),
                                       .bytes = static_cast<std::uint64_t>(about.st_size)};
    }
    into.unnamed += named ? 0 : 1;
  }
}

std::vector<std::string> work_tree::look() {
  auto now = walk().files;
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

void work_tree::prefer(std::string_view relative) {
  if (said_.size() < max_answer_files) {
    said_.emplace(relative);
  }
}

void work_tree::learn(const std::string& relative) {
  prefer(relative);
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
  const auto all = walk();
  for (const auto& [path, is] : all.files) {
    const auto matches = [&path](const std::string& pattern) { return matches_pattern(path, pattern); };
    if (patterns.empty() || std::ranges::any_of(patterns, matches)) {
      found.push_back({.path = path, .bytes = is.bytes, .said = said_.contains(path)});
    }
  }
  const auto chosen = choose_files(std::move(found));
  answer_files answer{.files = {}, .left = chosen.left + all.unnamed, .cut = all.cut};
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
