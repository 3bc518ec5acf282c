#include "runner/feed.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace arena::runner {

namespace {

// One page at a time: a challenge has a few thousand bytes, and this is on the stack.
constexpr std::size_t chunk_bytes = 4096;

}  // namespace

void feed::step() {
  std::array<char, chunk_bytes> chunk;
  while (pipe_) {
    const auto got = ::pread(file_.get(), chunk.data(), chunk.size(), fed_);
    if (got <= 0) {
      close();
      return;
    }
    const auto written = ::write(pipe_.get(), chunk.data(), static_cast<std::size_t>(got));
    if (written < 0) {
      if (errno != EAGAIN && errno != EINTR) {
        close();
      }
      return;
    }
    fed_ += written;
  }
}

}  // namespace arena::runner
