// A listening Unix socket and the file it is found by.
#pragma once

#include "core/base/error.hpp"

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace arena::httpd {

// Which file it is, so that not another one's is removed.
struct file_identity {
  dev_t device = 0;
  ino_t inode = 0;

  bool operator==(const file_identity&) const = default;
};

struct listening_socket {
  int descriptor = -1;  // non-blocking, close-on-exec; the caller's from here on
  file_identity file;
};

// Listens at `path`, mode 0600 from its first moment on. The file that a dead process left there is replaced.
// errc::busy when somebody listens there (with the process id), or is about to; errc::invalid when the path
// is too long for a socket; errc::io else, also when something that is no socket is there.
bouts::result<listening_socket> listen_at(const std::string& path);

// Removes the file, unless another has taken its place meanwhile.
void remove_socket(const std::string& path, const file_identity& file) noexcept;

struct peer {
  pid_t process = 0;
  uid_t user = 0;
};
// Who is at the other end (SO_PEERCRED): who connected, or on the client's side who listens. Nothing when the
// kernel does not say.
std::optional<peer> peer_of(int descriptor) noexcept;

}  // namespace arena::httpd
