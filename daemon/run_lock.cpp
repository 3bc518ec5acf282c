#include "daemon/run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <system_error>

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

std::string cause(int error) {
  return std::generic_category().message(error);
}

}  // namespace

bouts::result<runner::descriptor> lock_run(const std::filesystem::path& run_directory) {
  runner::descriptor directory(::open(run_directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) {
    return fail(errc::io, "cannot open " + run_directory.string() + ": " + cause(errno));
  }
  if (::flock(directory.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return fail(errc::busy, "a runner is at work in " + run_directory.string());
    }
    return fail(errc::io, "cannot lock " + run_directory.string() + ": " + cause(errno));
  }
  return directory;
}

bouts::result<bool> is_run_locked(const std::filesystem::path& run_directory) {
  const auto locked = lock_run(run_directory);
  if (locked) {
    return false;
  }
  if (locked.error().kind == errc::busy) {
    return true;
  }
  std::error_code ec;
  if (!std::filesystem::exists(run_directory, ec) && !ec) {
    return false;
  }
  return std::unexpected(locked.error());
}

}  // namespace arena
