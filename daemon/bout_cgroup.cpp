#include "daemon/bout_cgroup.hpp"

#include "core/base/digest.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

namespace arena {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_start = "arena-run-";
constexpr std::size_t name_digits = 16;

std::string text_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view next(std::string_view& rest, char end) {
  const auto at = rest.find(end);
  const auto found = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return found;
}

// "0::/system.slice/arena-connect.service"
std::optional<std::string_view> own_path(std::string_view cgroup) {
  while (!cgroup.empty()) {
    const auto line = next(cgroup, '\n');
    if (line.starts_with("0::/")) {
      return line.substr(3);
    }
  }
  return std::nullopt;
}

struct mount {
  std::string_view root;   // what part of the hierarchy is to be seen
  std::string_view point;  // and where
};

// "42 32 0:39 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw"
std::optional<mount> read_mount(std::string_view line) {
  const auto type = line.find(" - cgroup2 ");
  if (type == std::string_view::npos) {
    return std::nullopt;
  }
  for (int skipped = 0; skipped < 3; ++skipped) {
    next(line, ' ');
  }
  const auto root = next(line, ' ');
  const auto point = next(line, ' ');
  // The kernel writes blanks as \040; nobody mounts this at such a place.
  const bool plain = root.find('\\') == std::string_view::npos && point.find('\\') == std::string_view::npos;
  return plain ? std::optional(mount{root, point}) : std::nullopt;
}

std::optional<fs::path> own_cgroup() {
  return find_cgroup(text_of("/proc/self/cgroup"), text_of("/proc/self/mountinfo"));
}

std::optional<fs::path> cgroup_of(const fs::path& run_directory) {
  const auto own = own_cgroup();
  return own ? std::optional(group_of_bouts(*own) / bout_cgroup_name(run_directory)) : std::nullopt;
}

bool is_unused(const fs::path& cgroup) {
  return text_of((cgroup / "cgroup.events").c_str()).find("populated 0") != std::string::npos;
}

// The group and all below it, the innermost last.
std::vector<fs::path> groups_of(const fs::path& cgroup) {
  std::vector<fs::path> all = {cgroup};
  std::error_code ec;
  for (std::size_t i = 0; i < all.size(); ++i) {
    // A copy, as the list grows.
    const fs::path outer = all[i];
    fs::directory_iterator entries(outer, ec);
    for (; !ec && entries != fs::directory_iterator(); entries.increment(ec)) {
      if (entries->is_directory(ec)) {
        all.push_back(entries->path());
      }
    }
  }
  return all;
}

// False when something lives in one of them. Whatever else goes wrong (a read-only file system, no such
// group) will not change by waiting.
bool remove_groups(const fs::path& cgroup) {
  auto all = groups_of(cgroup);
  std::ranges::reverse(all);
  return std::ranges::all_of(
      all, [](const fs::path& group) { return ::rmdir(group.c_str()) == 0 || errno != EBUSY; });
}

// What runner.json names could be any directory.
bool is_of(const fs::path& cgroup, const fs::path& run_directory) {
  return cgroup.is_absolute() && cgroup.filename() == bout_cgroup_name(run_directory);
}

}  // namespace

std::optional<fs::path> find_cgroup(std::string_view cgroup, std::string_view mountinfo) {
  const auto path = own_path(cgroup);
  // "/../x" is how the kernel names one outside of what this container sees.
  if (!path || path->starts_with("/..")) {
    return std::nullopt;
  }
  while (!mountinfo.empty()) {
    const auto found = read_mount(next(mountinfo, '\n'));
    if (!found) {
      continue;
    }
    const auto root = found->root == "/" ? std::string_view() : found->root;
    const auto below = path->substr(0, root.size()) == root ? path->substr(root.size()) : "?";
    if (below.empty() || below.starts_with('/')) {
      return fs::path(std::string(found->point) + std::string(below == "/" ? "" : below));
    }
  }
  return std::nullopt;
}

std::string bout_cgroup_name(const fs::path& run_directory) {
  // With and without a slash at the end it is the same directory.
  const auto plain = (run_directory / "").parent_path().lexically_normal();
  return std::string(name_start) + bouts::sha256_hex(plain.string()).substr(0, name_digits);
}

std::optional<fs::path> make_bout_cgroup(const fs::path& run_directory) {
  auto made = cgroup_of(run_directory);
  std::error_code ec;
  if (made) {
    fs::create_directory(*made, ec);
  }
  return made && !ec && is_unused(*made) ? made : std::nullopt;
}

void settle_in_cgroup() {
  if (const auto own = own_cgroup(); own && is_delegated(*own)) {
    prepare_for_limits(*own);
  }
}

limits_in_force limit_bout_cgroup(const fs::path& run_directory, const config::limit_settings& limits) {
  const auto cgroup = cgroup_of(run_directory);
  return cgroup ? limit_group(*cgroup, limits) : limits_in_force();
}

std::size_t kill_bout_cgroup(const fs::path& run_directory, const fs::path& cgroup) {
  if (!is_of(cgroup, run_directory)) {
    return 0;
  }
  std::size_t members = 0;
  for (const auto& group : groups_of(cgroup)) {
    std::ifstream list(group / "cgroup.procs");
    for (pid_t pid = 0; list >> pid;) {
      ++members;
    }
  }
  std::ofstream(cgroup / "cgroup.kill") << "1\n";
  return members;
}

bool remove_bout_cgroup(const fs::path& run_directory, const fs::path& recorded) {
  const auto cgroup = cgroup_of(run_directory);
  bool gone = !cgroup || remove_groups(*cgroup);
  if (is_of(recorded, run_directory)) {
    gone = remove_groups(recorded) && gone;
  }
  return gone;
}

}  // namespace arena
