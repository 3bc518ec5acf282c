#include "core/agent/line_splitter.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace {

// One more than a line may have: a CR at that place may turn out to be half of the line's end.
constexpr std::size_t max_open_bytes = max_line_bytes + 1;

}  // namespace

std::optional<text_line> line_splitter::next(std::string_view& bytes) {
  forget_given();
  const auto feed = bytes.find('\n');
  const std::string_view part = bytes.substr(0, feed);
  bytes.remove_prefix(feed == std::string_view::npos ? bytes.size() : feed + 1);
  if (feed == std::string_view::npos) {
    keep(part);
    return std::nullopt;
  }
  if (length_ == 0) {
    auto line = line_of(part, part.size(), true);  // whole within these bytes: no copy
    line.behind = static_cast<std::size_t>(bytes.data() + bytes.size() - line.text.data()) - line.text.size();
    return line;
  }
  keep(part);
  given_ = true;
  return line_of(open_, length_, true);
}

std::optional<text_line> line_splitter::finish() {
  forget_given();
  if (length_ == 0) {
    return std::nullopt;
  }
  given_ = true;
  return line_of(open_, length_, false);
}

void line_splitter::forget_given() {
  if (std::exchange(given_, false)) {
    open_.clear();
    length_ = 0;
  }
}

void line_splitter::keep(std::string_view part) {
  if (part.empty()) {
    return;
  }
  open_ += part.substr(0, max_open_bytes - open_.size());
  length_ += part.size();
  last_ = part.back();
}

text_line line_splitter::line_of(std::string_view kept, std::size_t length, bool ended) const {
  const bool has_cr = ended && length > 0 && (kept.size() == length ? kept.back() : last_) == '\r';
  const std::size_t content = length - (has_cr ? 1 : 0);
  return {.text = kept.substr(0, std::min(content, max_line_bytes)),
          .end = !ended   ? ""
                 : has_cr ? "\r\n"
                          : "\n",
          .cut = content > max_line_bytes};
}

}  // namespace arena
