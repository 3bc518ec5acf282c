// Paths as text: nothing here looks at a file system.
#pragma once

#include <string>
#include <string_view>

namespace arena::config {

// `path` itself when it is absolute, else under `directory`; "." and ".." are resolved in the text and a
// trailing '/' is cut off.
std::string absolute_path(std::string_view directory, std::string_view path);
// The directory that a file stands in.
std::string directory_of(std::string_view path);
// "~" and "~/…" mean a home directory to a shell only.
bool is_home_path(std::string_view path) noexcept;

}  // namespace arena::config
