// Small files, written so that they are there after a crash or not at all. Blocking; for files of at most a
// few megabytes. Every failure is errc::io with path and cause.
#pragma once

#include "core/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arena {

// Owner only: what an agent prints stays on this machine, and with its owner.
inline constexpr unsigned private_directory_mode = 0700;
inline constexpr unsigned private_file_mode = 0600;

// Creates the directory and its parents with mode 0700; fine when it is there already.
bouts::status make_directory(const std::filesystem::path& path);

// errc::io, naming the path, when fewer bytes than these are free on its disk.
bouts::status check_room(const std::filesystem::path& path, std::uint64_t bytes);

// Replaces the file atomically: a temporary file beside it, fsync, rename, fsync of the directory. Mode 0600.
bouts::status write_durably(const std::filesystem::path& path, std::string_view bytes);

// A file that lines are added to, kept open. Mode 0600.
class append_file {
 public:
  // Cut to `at_most` bytes first, when it is longer. errc::io when it cannot be opened.
  static bouts::result<append_file> open(const std::filesystem::path& path,
                                         std::uint64_t at_most = std::numeric_limits<std::uint64_t>::max());
  ~append_file();
  append_file(append_file&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)), size_(other.size_) {}
  append_file& operator=(append_file&&) = delete;

  // Not synced. errc::io when it could not be written whole.
  bouts::status add(std::string_view bytes);
  // Bytes, with what could be added.
  std::uint64_t size() const noexcept { return size_; }

 private:
  append_file(int fd, std::filesystem::path path, std::uint64_t size)
      : fd_(fd), path_(std::move(path)), size_(size) {}
  int fd_;
  std::filesystem::path path_;
  std::uint64_t size_;
};

// The whole file; nothing when it does not exist. Longer than `max_bytes`: errc::too_large. A symbolic link,
// device or pipe is errc::io: what an agent leaves behind may be anything.
bouts::result<std::optional<std::string>> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// The last whole lines of a file, at most `max_bytes` of them; empty when it does not exist. As read_file().
bouts::result<std::string> read_last_lines(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace arena
