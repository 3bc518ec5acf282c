// Gives the agent its challenge on stdin, then the end of file.
//
// By a pipe and not by opening the file as stdin: asyncio's connect_read_pipe(), epoll(7) and programs that
// look for a pipe refuse a regular file, and an agent that rewinds its stdin would see a file that is ours.
#pragma once

#include "runner/descriptor.hpp"

#include <sys/types.h>

namespace arena::runner {

class feed {
 public:
  // `pipe` REQUIRES to be non-blocking.
  feed(descriptor pipe, descriptor file) : pipe_(std::move(pipe)), file_(std::move(file)) {}

  // Writes as much as fits. Closes at the end, and when the agent no longer reads: EPIPE is nobody's error. A
  // file that cannot be read any further ends like one that is at its end.
  void step();
  void close() noexcept { pipe_.reset(); }

  // For poll(2); -1 when there is nothing more to write.
  int fd() const noexcept { return pipe_.get(); }

 private:
  descriptor pipe_;
  descriptor file_;
  off_t fed_ = 0;
};

}  // namespace arena::runner
