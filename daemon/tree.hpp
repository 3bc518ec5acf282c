// Directories that an agent has filled as it liked: how large they are, and how they go. Neither follows a
// symbolic link or leaves the file system's own tree below the path, whatever is put in its way meanwhile.
// Blocking; safe on any thread.
#pragma once

#include "core/base/error.hpp"

#include <cstdint>
#include <filesystem>

namespace arena {

// What the files below take on the disk. What cannot be looked at counts nothing.
std::uint64_t tree_bytes(const std::filesystem::path& path);

// Removes the directory with all that is in it; fine when it is not there. Directories that their owner may
// not write to are opened for it first. errc::io with the first cause when something stays; then as much as
// possible is gone.
bouts::status remove_tree(const std::filesystem::path& path);

}  // namespace arena
