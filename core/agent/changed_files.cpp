#include "core/agent/changed_files.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace arena {

namespace {

constexpr std::array<std::string_view, 9> dependency_folders = {
    "node_modules", "bower_components", "__pycache__", "venv",         "site-packages",
    "vendor",       "target",           "Pods",        "dist-packages"};
constexpr std::size_t listed_names = 50;

}  // namespace

// Hidden folders are version control (.git), environments (.venv), caches and what the programs keep for
// themselves (.claude, .aider.tags.cache.v4); .github alone is something one may be asked for. Of hidden
// files .env is where secrets are.
bool is_left_out(std::string_view name, bool is_directory) noexcept {
  if (is_directory) {
    return (name.starts_with('.') && name != ".github") ||
           std::ranges::find(dependency_folders, name) != dependency_folders.end();
  }
  return name.starts_with(".aider") || name.starts_with(".arena-") || name == ".env" ||
         name.starts_with(".env.") || name.ends_with(".pyc") || name.ends_with(".o") || name == ".DS_Store";
}

chosen_files choose_files(std::vector<found_file> found) {
  std::ranges::sort(found, {}, [](const found_file& one) {
    return std::tuple<bool, std::uint64_t, const std::string&>(!one.said, one.bytes, one.path);
  });
  chosen_files chosen;
  std::uint64_t bytes = 0;
  for (auto& one : found) {
    if (one.bytes > max_answer_file_bytes || bytes + one.bytes > max_answer_files_bytes ||
        chosen.taken.size() == max_answer_files) {
      ++chosen.left;
      continue;
    }
    bytes += one.bytes;
    chosen.taken.push_back(std::move(one));
  }
  std::ranges::sort(chosen.taken, {}, &found_file::path);
  return chosen;
}

std::string content_for(const std::vector<std::string>& paths) {
  std::string text = "The answer is in the files:";
  for (std::size_t i = 0; i < std::min(paths.size(), listed_names); ++i) {
    text += "\n- " + paths[i];
  }
  if (paths.size() > listed_names) {
    text += "\n- and " + std::to_string(paths.size() - listed_names) + " more";
  }
  return text;
}

}  // namespace arena
