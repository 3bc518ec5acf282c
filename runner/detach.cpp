#include "runner/detach.hpp"

#include "runner/descriptor.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace arena::runner {

void close_inherited() {
  ::closefrom(STDERR_FILENO + 1);  // close_range(2), or /proc/self/fd where a container forbids that
  for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; ++standard) {
    if (::fcntl(standard, F_GETFD) < 0) {
      // Takes the lowest free number, which is the one that was found closed.
      [[maybe_unused]] const int opened = ::open("/dev/null", O_RDWR);
    }
  }
}

status detach() {
  const descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null || ::dup2(null.get(), STDIN_FILENO) < 0 || ::dup2(null.get(), STDOUT_FILENO) < 0) {
    return io_failure("/dev/null could not be opened");
  }
  // A group leader may not leave its session; one that joins its parent's group is none any more. When even
  // that is not possible, the group of its own keeps the daemon's signals away as well.
  if (::setsid() < 0 && ::getsid(0) != ::getpid() && ::setpgid(0, ::getpgid(::getppid())) == 0) {
    ::setsid();
  }
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
    return io_failure("The agent's processes could not be followed");
  }
  return {};
}

}  // namespace arena::runner
