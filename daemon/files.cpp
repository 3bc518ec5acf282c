#include "daemon/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

std::unexpected<bouts::error> io_error(std::string_view what, const std::filesystem::path& path, int cause) {
  return fail(errc::io,
              std::string(what) + " " + path.string() + ": " + std::generic_category().message(cause));
}

struct descriptor {
  int fd;
  ~descriptor() {
    if (fd >= 0) {
      ::close(fd);
    }
  }
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  return true;
}

bouts::status sync_directory(const std::filesystem::path& path) {
  const descriptor directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.fd < 0 || ::fsync(directory.fd) != 0) {
    return io_error("cannot sync directory", path, errno);
  }
  return {};
}

}  // namespace

bouts::status make_directory(const std::filesystem::path& path) {
  std::error_code ec;
  const auto parent = path.parent_path();
  if (!parent.empty() && !std::filesystem::exists(parent, ec)) {
    if (auto made = make_directory(parent); !made) {
      return made;
    }
  }
  if (::mkdir(path.c_str(), private_directory_mode) != 0 && errno != EEXIST) {
    return io_error("cannot create directory", path, errno);
  }
  if (!std::filesystem::is_directory(path, ec)) {
    return io_error("cannot use as a directory:", path, ENOTDIR);
  }
  return {};
}

bouts::status write_durably(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = path.string() + ".tmp";
  const descriptor file{
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, private_file_mode)};
  if (file.fd < 0) {
    return io_error("cannot create", temporary, errno);
  }
  if (!write_all(file.fd, bytes) || ::fsync(file.fd) != 0) {
    const int cause = errno;
    ::unlink(temporary.c_str());
    return io_error("cannot write", temporary, cause);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    return io_error("cannot replace", path, errno);
  }
  return sync_directory(path.parent_path());
}

bouts::status check_room(const std::filesystem::path& path, std::uint64_t bytes) {
  std::error_code ec;
  const auto space = std::filesystem::space(path, ec);
  if (ec) {
    return fail(errc::io, "cannot ask for the room on " + path.string() + ": " + ec.message());
  }
  if (space.available < bytes) {
    return fail(errc::io, "the disk of " + path.string() + " is full: " + std::to_string(space.available) +
                              " bytes are left, a bout needs " + std::to_string(bytes));
  }
  return {};
}

bouts::result<append_file> append_file::open(const std::filesystem::path& path, std::uint64_t at_most) {
  const int fd =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, private_file_mode);
  if (fd < 0) {
    return io_error("cannot open", path, errno);
  }
  append_file made(fd, path, 0);
  struct stat about{};
  if (::fstat(fd, &about) != 0) {
    return io_error("cannot read", path, errno);
  }
  made.size_ = static_cast<std::uint64_t>(about.st_size);
  if (made.size_ > at_most) {
    if (::ftruncate(fd, static_cast<off_t>(at_most)) != 0) {
      return io_error("cannot cut", path, errno);
    }
    made.size_ = at_most;
  }
  return made;
}

append_file::~append_file() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

bouts::status append_file::add(std::string_view bytes) {
  if (!write_all(fd_, bytes)) {
    const int cause = errno;
    // Whole lines or none; when even this fails, the next reader finds half a line.
    [[maybe_unused]] const auto cut = ::ftruncate(fd_, static_cast<off_t>(size_));
    return io_error("cannot write", path_, cause);
  }
  size_ += bytes.size();
  return {};
}

bouts::result<std::optional<std::string>> read_file(const std::filesystem::path& path,
                                                    std::size_t max_bytes) {
  // O_NONBLOCK: opening a pipe that nobody writes must not hang us.
  const descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.fd < 0) {
    if (errno == ENOENT) {
      return std::nullopt;
    }
    return io_error("cannot read", path, errno);
  }
  struct stat about{};
  if (::fstat(file.fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    return fail(errc::io, "cannot read " + path.string() + ": not a regular file");
  }
  std::string text;
  char buffer[64 * 1024];
  for (;;) {
    const auto got = ::read(file.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return io_error("cannot read", path, errno);
    }
    if (got == 0) {
      return text;
    }
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > max_bytes) {
      return fail(errc::too_large, path.string() + " is larger than " + std::to_string(max_bytes) + " bytes");
    }
  }
}

}  // namespace arena
