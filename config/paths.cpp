#include "config/paths.hpp"

#include <filesystem>

namespace arena::config {

std::string absolute_path(std::string_view directory, std::string_view path) {
  std::string text = (std::filesystem::path(directory) / path).lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/')) {
    text.pop_back();
  }
  return text;
}

std::string directory_of(std::string_view path) {
  return absolute_path("/", std::filesystem::path(path).parent_path().string());
}

bool is_home_path(std::string_view path) noexcept {
  return path == "~" || path.starts_with("~/");
}

}  // namespace arena::config
