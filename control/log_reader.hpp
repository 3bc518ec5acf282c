// One of a bout's logs, read as far as it goes, while it may still grow. Not thread-safe.
#pragma once

#include "control/log_text.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace arena::control {

class log_reader {
 public:
  // `tail`: only so many lines from the end of what is there when it is opened. The file may not be there
  // yet.
  explicit log_reader(std::filesystem::path path, std::optional<std::size_t> tail = {});
  ~log_reader();
  log_reader(const log_reader&) = delete;
  log_reader& operator=(const log_reader&) = delete;

  // The next whole lines, at most one portion of 16 KiB and what was held back before; empty when there is
  // nothing new. A file that a new attempt replaced is read to its end, then the new one. Not redacted.
  std::string next();
  // What is left without an end of line: nothing more will come.
  std::string finish() { return text_.finish(); }

 private:
  void open();
  bool read_some();
  bool was_replaced() const;

  const std::filesystem::path path_;
  std::optional<std::size_t> tail_;  // until it was skipped to
  log_text text_;
  int file_ = -1;
};

}  // namespace arena::control
