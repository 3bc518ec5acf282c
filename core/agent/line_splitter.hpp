// Bytes to lines, in whatever portions the bytes come: any chunking of a stream gives the same lines.
//
// A line ends with LF or CRLF; a CR elsewhere is an ordinary byte. Memory is bounded by the most that a line
// may have. Not thread-safe.
#pragma once

#include "core/agent/output.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arena {

struct text_line {
  std::string_view text;   // without its end; at most what a line may have
  std::string_view end;    // "\n", "\r\n", or "" of a last line without one
  bool cut = false;        // it was longer than a line may be; the rest is gone
  std::size_t behind = 0;  // bytes behind `text` that may be read as long as it is valid
};

class line_splitter {
 public:
  explicit line_splitter(std::size_t most_bytes = max_line_bytes) noexcept : most_(most_bytes) {}

  // Takes bytes from the front of `bytes`, up to and including the first end of a line, and gives that line.
  // Nothing when `bytes` are used up and the line is still open. The views are valid until the next call, and
  // as long as the bytes that were handed in.
  std::optional<text_line> next(std::string_view& bytes) {
    const auto feed = is_between_lines() ? bytes.find('\n') : std::string_view::npos;
    if (feed == std::string_view::npos) {
      return next_in_parts(bytes);
    }
    forget_given();
    auto line = line_of(bytes.substr(0, feed), feed, true);  // whole within these bytes: no copy
    line.behind = bytes.size() - line.text.size();
    bytes.remove_prefix(feed + 1);
    return line;
  }
  // Whether the next byte is the first of a line.
  bool is_between_lines() const noexcept { return given_ || length_ == 0; }
  // The stream has ended: the line that is still open, when it has any byte. Afterwards the splitter is as
  // new.
  std::optional<text_line> finish();

 private:
  std::optional<text_line> next_in_parts(std::string_view& bytes);
  void forget_given() {
    if (std::exchange(given_, false)) {
      open_.clear();
      length_ = 0;
    }
  }
  void keep(std::string_view part);
  // The line whose first bytes are `kept`, of `length` bytes in all.
  text_line line_of(std::string_view kept, std::size_t length, bool ended) const {
    const bool has_cr = ended && length > 0 && (kept.size() == length ? kept.back() : last_) == '\r';
    const std::size_t content = length - (has_cr ? 1 : 0);
    return {.text = kept.substr(0, std::min(content, most_)),
            .end = !ended   ? ""
                   : has_cr ? "\r\n"
                            : "\n",
            .cut = content > most_};
  }

  std::size_t most_;        // bytes of a line
  std::string open_;        // the beginning of the line that is not yet complete, up to the cap
  std::size_t length_ = 0;  // of that line, with what was not kept
  char last_ = 0;           // its last byte
  bool given_ = false;      // it was given out by the last call
};

}  // namespace arena
