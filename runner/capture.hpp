// One of the agent's outputs on its way into a log file. The agent is never blocked by us: what goes beyond
// the cap, or cannot be written, is read all the same and counted.
//
// The log is always an exact prefix of what the agent wrote: after the first write error it gets nothing
// more, for a log with a hole in it could be taken for an answer.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/record.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace arena::runner {

class capture {
 public:
  // `name` is for the error text. `pipe` REQUIRES to be non-blocking. The log is written at its present
  // offset; splice(2) is used where the file allows it (not with O_APPEND, for one). `sink` is /dev/null and
  // must live longer.
  capture(std::string name, descriptor pipe, descriptor log, const descriptor& sink, std::uint64_t cap);

  // Moves what is there, about `largest_step` bytes at most, so that a flood on one output does not starve
  // the rest.
  void step();
  // Puts the log on the disk.
  void sync();

  // For poll(2); -1 when the output is at its end.
  int fd() const noexcept { return pipe_.get(); }
  bool closed() const noexcept { return !pipe_; }
  const output_totals& totals() const noexcept { return totals_; }
  // The first write error, as a sentence.
  const std::optional<std::string>& write_error() const noexcept { return write_error_; }

  // What the largest pipe holds that an agent may make without privileges.
  static constexpr std::size_t largest_step = 1024UL * 1024UL;

 private:
  // Each gives the bytes moved; 0 when nothing is there now, or the pipe was closed at its end.
  std::size_t move();
  std::size_t splice_to_log(std::size_t most);
  std::size_t copy_to_log(std::size_t most);
  std::size_t discard();
  // Takes the result of a call that reads the pipe.
  std::size_t moved(ssize_t got);
  void give_up_log(int error);

  std::string name_;
  descriptor pipe_;
  descriptor log_;
  const descriptor& sink_;
  std::uint64_t cap_;
  output_totals totals_;
  std::optional<std::string> write_error_;
  bool can_splice_ = true;
};

}  // namespace arena::runner
