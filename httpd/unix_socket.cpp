#include "httpd/unix_socket.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace arena::httpd {

namespace {

constexpr mode_t owner_only = 0600;
constexpr int backlog = 64;

class owned_descriptor {
 public:
  explicit owned_descriptor(int value) noexcept : value_(value) {}
  ~owned_descriptor() {
    if (value_ >= 0) {
      ::close(value_);
    }
  }
  owned_descriptor(const owned_descriptor&) = delete;
  owned_descriptor& operator=(const owned_descriptor&) = delete;

  int get() const noexcept { return value_; }
  int release() noexcept { return std::exchange(value_, -1); }

 private:
  int value_;
};

std::unexpected<bouts::error> io_error(const std::string& what) {
  const int cause = errno;
  return bouts::fail(bouts::errc::io, what + ": " + std::generic_category().message(cause));
}

std::unexpected<bouts::error> busy(const std::string& path, const std::string& who) {
  return bouts::fail(bouts::errc::busy, who + " the socket " + path);
}

bouts::result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  constexpr std::size_t longest = sizeof(address.sun_path) - 1;
  if (path.empty() || path.size() > longest) {
    return bouts::fail(bouts::errc::invalid,
                       "the socket's path must have 1 to " + std::to_string(longest) + " bytes: " + path);
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

int new_socket() noexcept {
  return ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets API asks for it
const sockaddr* generic(const sockaddr_un& address) noexcept {
  return reinterpret_cast<const sockaddr*>(&address);
}

// Makes room: what is left of a dead listener goes, a living one is respected. REQUIRES the directory's lock.
bouts::status clear_the_way(const std::string& path, const sockaddr_un& address) {
  struct stat there{};
  if (::lstat(path.c_str(), &there) != 0) {
    return errno == ENOENT ? bouts::status() : io_error("cannot look at " + path);
  }
  if (!S_ISSOCK(there.st_mode)) {
    return bouts::fail(bouts::errc::io, path + " is there already and is not a socket");
  }
  const owned_descriptor probe(new_socket());
  if (::connect(probe.get(), generic(address), sizeof(address)) == 0 || errno == EAGAIN) {
    const auto who = peer_of(probe.get());
    return busy(path,
                (who && who->process > 0 ? "process " + std::to_string(who->process) : "another process") +
                    " listens on");
  }
  if (errno != ECONNREFUSED) {
    return io_error("cannot look who listens on " + path);
  }
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    return io_error("cannot remove the socket that was left at " + path);
  }
  return {};
}

}  // namespace

bouts::result<listening_socket> listen_at(const std::string& path) {
  const auto address = address_of(path);
  if (!address) {
    return std::unexpected(address.error());
  }
  const auto folder = std::filesystem::path(path).parent_path();
  // Two that start at once must not take each other's socket for a dead one's: one at a time in a directory.
  const owned_descriptor lock(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.get() < 0) {
    return io_error("cannot open the directory of the socket " + path);
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return busy(path, "another process is about to open");
  }
  if (auto clear = clear_the_way(path, *address); !clear) {
    return std::unexpected(std::move(clear).error());
  }
  owned_descriptor made(new_socket());
  struct stat file{};
  // The mode of the file is that of the socket when it is bound, so that it is never wider.
  if (made.get() < 0 || ::fchmod(made.get(), owner_only) != 0 ||
      ::bind(made.get(), generic(*address), sizeof(*address)) != 0 || ::lstat(path.c_str(), &file) != 0 ||
      ::listen(made.get(), backlog) != 0) {
    return io_error("cannot listen on " + path);
  }
  return listening_socket{.descriptor = made.release(),
                          .file = {.device = file.st_dev, .inode = file.st_ino}};
}

void remove_socket(const std::string& path, const file_identity& file) noexcept {
  struct stat there{};
  if (::lstat(path.c_str(), &there) == 0 &&
      file == file_identity{.device = there.st_dev, .inode = there.st_ino}) {
    ::unlink(path.c_str());
  }
}

std::optional<peer> peer_of(int descriptor) noexcept {
  ucred who{};
  socklen_t size = sizeof(who);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) {
    return std::nullopt;
  }
  return peer{.process = who.pid, .user = who.uid};
}

}  // namespace arena::httpd
