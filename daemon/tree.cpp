#include "daemon/tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

namespace arena {

namespace {

// One descriptor is open for each level; what lies deeper is moved to the top and removed in another round.
constexpr int deepest = 64;
// A directory of so many rounds is being filled while it is emptied.
constexpr int most_rounds = 10'000;
constexpr std::uint64_t block_bytes = 512;  // the unit of st_blocks
constexpr mode_t owner_may_all = 0700;

using directory = std::unique_ptr<DIR, int (*)(DIR*)>;

// The directory itself and never what a link points to; made accessible to its owner when it is not.
int open_directory(int parent, const char* name, bool make_accessible) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  if (make_accessible) {
    const int place = ::openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (place < 0) {
      return -1;
    }
    // chmod(2) on a name could be led elsewhere by a link; the descriptor's own name cannot.
    const auto self = "/proc/self/fd/" + std::to_string(place);
    ::chmod(self.c_str(), owner_may_all);
    ::close(place);
  }
  return ::openat(parent, name, flags);
}

directory read_directory(int parent, const char* name, bool make_accessible) {
  const int opened = open_directory(parent, name, make_accessible);
  DIR* const stream = opened < 0 ? nullptr : ::fdopendir(opened);
  if (stream == nullptr && opened >= 0) {
    ::close(opened);
  }
  return {stream, ::closedir};
}

// Names are read before anything changes: a directory that is changed while it is read may skip some.
std::vector<std::string> names_in(DIR* in) {
  std::vector<std::string> names;
  while (const dirent* one = ::readdir(in)) {
    const std::string_view name(one->d_name);
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
  }
  return names;
}

std::uint64_t bytes_below(int parent, const char* name, int depth) {
  const auto stream = read_directory(parent, name, false);
  if (!stream || depth > deepest) {
    return 0;
  }
  const int here = ::dirfd(stream.get());
  std::uint64_t total = 0;
  for (const auto& one : names_in(stream.get())) {
    struct stat about{};
    if (::fstatat(here, one.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0) {
      // A file with several names takes its room once.
      const auto names = S_ISDIR(about.st_mode) ? 1 : std::max<std::uint64_t>(about.st_nlink, 1);
      total += static_cast<std::uint64_t>(about.st_blocks) * block_bytes / names;
      total += S_ISDIR(about.st_mode) ? bytes_below(here, one.c_str(), depth + 1) : 0;
    }
  }
  return total;
}

class removal {
 public:
  bouts::status run(const std::filesystem::path& path) {
    for (int round = 0; round < most_rounds; ++round) {
      moved_up_ = false;
      top_ = read_directory(AT_FDCWD, path.c_str(), true);
      if (!top_) {
        return errno == ENOENT ? bouts::status() : failure(path);
      }
      empty(top_.get(), 0);
      if (::rmdir(path.c_str()) == 0) {
        return {};
      }
      note();
      if (!moved_up_) {
        break;
      }
    }
    return failure(path);
  }

 private:
  void note() { first_cause_ = first_cause_ == 0 ? errno : first_cause_; }

  std::unexpected<bouts::error> failure(const std::filesystem::path& path) const {
    const int cause = first_cause_ == 0 ? errno : first_cause_;
    return bouts::fail(bouts::errc::io,
                       "cannot remove " + path.string() + ": " + std::generic_category().message(cause));
  }

  void empty(DIR* in, int depth) {
    const int here = ::dirfd(in);
    for (const auto& name : names_in(in)) {
      struct stat about{};
      if (::fstatat(here, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) {
        continue;
      }
      if (!S_ISDIR(about.st_mode)) {
        if (::unlinkat(here, name.c_str(), 0) != 0) {
          note();
        }
      } else {
        remove_directory(here, name, depth + 1);
      }
    }
  }

  void remove_directory(int parent, const std::string& name, int depth) {
    if (depth > deepest) {
      const auto spare = ".deep-" + std::to_string(++moved_);
      moved_up_ = ::renameat(parent, name.c_str(), ::dirfd(top_.get()), spare.c_str()) == 0 || moved_up_;
      return;
    }
    if (const auto stream = read_directory(parent, name.c_str(), true)) {
      empty(stream.get(), depth);
    }
    if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) != 0) {
      note();
    }
  }

  directory top_{nullptr, ::closedir};
  bool moved_up_ = false;
  int moved_ = 0;
  int first_cause_ = 0;
};

}  // namespace

std::uint64_t tree_bytes(const std::filesystem::path& path) {
  return bytes_below(AT_FDCWD, path.c_str(), 0);
}

bouts::status remove_tree(const std::filesystem::path& path) {
  return removal().run(path);
}

}  // namespace arena
