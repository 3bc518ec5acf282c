#include "runner/process_tree.hpp"

#include "runner/descriptor.hpp"
#include "runner/identity.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arena::runner {

namespace {

// A directory has two links of its own, and /proc counts one for each thread. Most processes have one thread,
// and to list the directory would double the cost of walking over a crowd of them.
constexpr nlink_t links_of_one_thread = 3;

struct close_dir {
  void operator()(DIR* dir) const noexcept { ::closedir(dir); }
};

std::optional<pid_t> to_pid(std::string_view text) {
  pid_t pid = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), pid);
  if (ec != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return pid;
}

// Calls `use` with every entry of the directory whose name is a number.
template <class Use>
void for_each_number(const std::string& path, Use use) {
  const std::unique_ptr<DIR, close_dir> dir(::opendir(path.c_str()));
  while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr) {
    if (const auto number = to_pid(entry->d_name)) {
      use(*number);
    }
  }
}

// "12 34 56 ", of any length.
void read_children_file(const std::string& path, std::vector<pid_t>& into) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> chunk;
  pid_t number = 0;
  ssize_t got = 0;
  while (file && (got = ::read(file.get(), chunk.data(), chunk.size())) > 0) {
    for (const char c : std::string_view(chunk.data(), static_cast<std::size_t>(got))) {
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
      } else if (number != 0) {
        into.push_back(std::exchange(number, 0));
      }
    }
  }
}

std::string children_path(pid_t pid, pid_t thread) {
  return "/proc/" + std::to_string(pid) + "/task/" + std::to_string(thread) + "/children";
}

}  // namespace

tree_source find_tree_source() {
  const auto self = ::getpid();
  return ::access(children_path(self, self).c_str(), R_OK) == 0 ? tree_source::children_files
                                                                : tree_source::stat_files;
}

std::vector<pid_t> children_of(pid_t parent, tree_source source) {
  std::vector<pid_t> found;
  if (source == tree_source::children_files) {
    const std::string threads = "/proc/" + std::to_string(parent) + "/task";
    struct stat info{};
    if (::stat(threads.c_str(), &info) == 0 && info.st_nlink == links_of_one_thread) {
      read_children_file(children_path(parent, parent), found);
    } else {
      for_each_number(threads,
                      [&](pid_t thread) { read_children_file(children_path(parent, thread), found); });
    }
    return found;
  }
  for_each_number("/proc", [&](pid_t pid) {
    if (const auto stat = read_process_stat(pid); stat && stat->parent == parent) {
      found.push_back(pid);
    }
  });
  return found;
}

}  // namespace arena::runner
