#include "runner/run_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace arena::runner {

namespace {

constexpr off_t reserved_bytes = 4096;
constexpr mode_t private_file = 0600;

status write_all(int fd, std::string_view text, const char* name) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return io_failure(std::string(name) + " could not be written");
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// Some file systems cannot sync (EINVAL); then there is nothing more to be done.
bool synced(int fd) {
  return ::fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
}

bool is_same_file(const descriptor& one, const descriptor& other) {
  struct stat a{};
  struct stat b{};
  return other && ::fstat(one.get(), &a) == 0 && ::fstat(other.get(), &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

}  // namespace

result<run_directory> run_directory::open(const std::string& path, descriptor handed) {
  descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) {
    return io_failure("The run directory '" + path + "' could not be opened");
  }
  if (is_same_file(directory, handed)) {
    directory = std::move(handed);
  }
  if (::flock(directory.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return fail(errc::busy, "Another runner holds the run directory '" + path + "'.");
    }
    return io_failure("The run directory '" + path + "' could not be locked");
  }
  if (::faccessat(directory.get(), "exit.json", F_OK, 0) == 0) {
    return fail(errc::busy, "The run directory '" + path + "' holds exit.json: this run is over.");
  }
  return run_directory(std::move(directory));
}

result<descriptor> run_directory::open_input(const std::string& name) const {
  descriptor file(::openat(directory_.get(), name.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) {
    return io_failure(name + " could not be opened");
  }
  return file;
}

result<descriptor> run_directory::open_log(const char* name) const {
  descriptor file(::openat(directory_.get(), name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                           private_file));
  struct stat info{};
  if (!file || ::fstat(file.get(), &info) != 0) {
    return io_failure(std::string(name) + " could not be opened");
  }
  if (!S_ISREG(info.st_mode)) {
    return fail(errc::io, std::string(name) + " is not a regular file.");
  }
  if (::lseek(file.get(), 0, SEEK_END) < 0) {
    return io_failure(std::string(name) + " could not be opened at its end");
  }
  return file;
}

status run_directory::write_runner_record(std::string_view json) const {
  constexpr const char* name = "runner.json.tmp";
  const descriptor file(
      ::openat(directory_.get(), name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, private_file));
  if (!file) {
    return io_failure("runner.json could not be made");
  }
  if (const auto written = write_all(file.get(), json, "runner.json"); !written) {
    return written;
  }
  return publish(file, name, "runner.json");
}

status run_directory::reserve_exit_record() {
  exit_file_.reset(::openat(directory_.get(), "exit.json.tmp",
                            O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, private_file));
  if (!exit_file_) {
    return io_failure("exit.json could not be made");
  }
  // Written, not fallocate()d: that is refused by some file systems, and on others the first write into what
  // it took may still need room of its own. Not synced: the room is taken when write() returns, be it on the
  // disk or not.
  const std::array<char, reserved_bytes> blanks{};
  return write_all(exit_file_.get(), {blanks.data(), blanks.size()}, "exit.json");
}

status run_directory::write_exit_record(std::string_view json) {
  if (::lseek(exit_file_.get(), 0, SEEK_SET) < 0) {
    return io_failure("exit.json could not be written");
  }
  if (const auto written = write_all(exit_file_.get(), json, "exit.json"); !written) {
    return written;
  }
  if (::ftruncate(exit_file_.get(), static_cast<off_t>(json.size())) != 0) {
    return io_failure("exit.json could not be cut to its length");
  }
  return publish(exit_file_, "exit.json.tmp", "exit.json");
}

status run_directory::publish(const descriptor& file, const char* from, const char* to) const {
  // The content first: a name that points to nothing after a power cut would be worse than no name.
  const bool content = synced(file.get());
  const int content_error = errno;
  if (::renameat(directory_.get(), from, directory_.get(), to) != 0) {
    return io_failure(std::string(to) + " could not be put in place");
  }
  if (!content || !synced(directory_.get())) {
    return fail(errc::io, because(std::string(to) + " is written but not safely on the disk",
                                  content ? errno : content_error));
  }
  return {};
}

}  // namespace arena::runner
