#include "runner/capture.hpp"

#include "runner/failure.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace arena::runner {

namespace {

// Shared by all captures of this single-threaded program, for files that do not take splice.
std::array<char, 64UL * 1024UL> buffer;

// How much of the front of `buffer` could be written; `error` is set when it was not all.
std::size_t write_buffer(int fd, std::size_t size, int& error) {
  std::size_t done = 0;
  while (done < size) {
    const auto written = ::write(fd, buffer.data() + done, size - done);
    if (written > 0) {
      done += static_cast<std::size_t>(written);
    } else if (written == 0 || errno != EINTR) {
      error = written == 0 ? ENOSPC : errno;
      break;
    }
  }
  return done;
}

}  // namespace

capture::capture(std::string name, descriptor pipe, descriptor log, const descriptor& sink, std::uint64_t cap)
    : name_(std::move(name)), pipe_(std::move(pipe)), log_(std::move(log)), sink_(sink), cap_(cap) {}

void capture::step() {
  std::size_t done = 0;
  while (!closed() && done < largest_step) {
    const auto now = move();
    if (now == 0) {
      break;
    }
    done += now;
  }
}

std::size_t capture::move() {
  const auto room = write_error_ ? 0 : cap_ - totals_.kept;
  if (room == 0) {
    return discard();
  }
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(room, largest_step));
  return can_splice_ ? splice_to_log(most) : copy_to_log(most);
}

std::size_t capture::splice_to_log(std::size_t most) {
  const auto got = ::splice(pipe_.get(), nullptr, log_.get(), nullptr, most, SPLICE_F_NONBLOCK);
  if (got >= 0 || errno == EAGAIN || errno == EINTR) {
    const auto now = moved(got);
    totals_.kept += now;
    return now;
  }
  // Either way the bytes are still in the pipe.
  if (errno == EINVAL || errno == ENOSYS) {
    can_splice_ = false;
  } else {
    give_up_log(errno);
  }
  return move();
}

std::size_t capture::copy_to_log(std::size_t most) {
  const auto now = moved(::read(pipe_.get(), buffer.data(), std::min(most, buffer.size())));
  int error = 0;
  const auto written = write_buffer(log_.get(), now, error);
  totals_.kept += written;
  totals_.cut += now - written;
  if (error != 0) {
    give_up_log(error);
  }
  return now;
}

std::size_t capture::discard() {
  auto got = ::splice(pipe_.get(), nullptr, sink_.get(), nullptr, largest_step, SPLICE_F_NONBLOCK);
  if (got < 0 && (errno == EINVAL || errno == ENOSYS)) {
    got = ::read(pipe_.get(), buffer.data(), buffer.size());
  }
  const auto now = moved(got);
  totals_.cut += now;
  return now;
}

std::size_t capture::moved(ssize_t got) {
  if (got > 0) {
    return static_cast<std::size_t>(got);
  }
  if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    pipe_.reset();
  }
  return 0;
}

void capture::give_up_log(int error) {
  write_error_ = because(name_ + " could not be written", error);
}

void capture::sync() {
  // Some file systems cannot sync (EINVAL); then there is nothing more to be done.
  if (log_ && ::fdatasync(log_.get()) != 0 && errno != EINVAL && errno != ENOTSUP && !write_error_) {
    write_error_ = because(name_ + " could not be put on the disk", errno);
  }
}

}  // namespace arena::runner
