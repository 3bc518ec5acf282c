#include "daemon/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

std::unexpected<bouts::error> io_error(std::string_view what, const std::filesystem::path& path, int cause) {
  return fail(errc::io,
              std::string(what) + " " + path.string() + ": " + std::generic_category().message(cause));
}

struct descriptor {
  int fd;  // negative: none
  explicit descriptor(int opened) : fd(opened) {}
  descriptor(descriptor&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
  descriptor& operator=(descriptor&&) = delete;
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

namespace {

// To read; none when it does not exist.
bouts::result<descriptor> open_regular(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a pipe that nobody writes must not hang us.
  descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.fd < 0 && errno == ENOENT) {
    return file;
  }
  if (file.fd < 0) {
    return io_error("cannot read", path, errno);
  }
  struct stat about{};
  if (::fstat(file.fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    return fail(errc::io, "cannot read " + path.string() + ": not a regular file");
  }
  return file;
}

// From where the file stands, at most `max_bytes` and one read more.
bouts::result<std::string> read_on(const descriptor& file, const std::filesystem::path& path,
                                   std::size_t max_bytes) {
  std::string text;
  char buffer[64 * 1024];
  while (text.size() <= max_bytes) {
    const auto got = ::read(file.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return io_error("cannot read", path, errno);
    }
    if (got == 0) {
      break;
    }
    text.append(buffer, static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

bouts::result<std::optional<std::string>> read_file(const std::filesystem::path& path,
                                                    std::size_t max_bytes) {
  const auto file = open_regular(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  if (file->fd < 0) {
    return std::nullopt;
  }
  auto text = read_on(*file, path, max_bytes);
  if (text && text->size() > max_bytes) {
    return fail(errc::too_large, path.string() + " is larger than " + std::to_string(max_bytes) + " bytes");
  }
  return text;
}

bouts::result<std::string> read_last_lines(const std::filesystem::path& path, std::size_t max_bytes) {
  const auto file = open_regular(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  if (file->fd < 0) {
    return std::string();
  }
  // One byte more tells whether a line begins where the rest does.
  const auto wanted = static_cast<off_t>(max_bytes) + 1;
  const off_t size = ::lseek(file->fd, 0, SEEK_END);
  const off_t start = size > wanted ? size - wanted : 0;
  if (size < 0 || ::lseek(file->fd, start, SEEK_SET) < 0) {
    return io_error("cannot read", path, errno);
  }
  auto text = read_on(*file, path, max_bytes);
  if (!text) {
    return text;
  }
  const auto end = text->rfind('\n') + 1;  // 0 when there is no whole line
  const auto begin = start == 0 ? 0 : std::min(text->find('\n') + 1, end);
  return text->substr(begin, end - begin);
}

}  // namespace arena
