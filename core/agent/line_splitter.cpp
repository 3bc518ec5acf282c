#include "core/agent/line_splitter.hpp"

namespace arena {

std::optional<text_line> line_splitter::next_in_parts(std::string_view& bytes) {
  forget_given();
  const auto feed = bytes.find('\n');
  keep(bytes.substr(0, feed));
  bytes.remove_prefix(feed == std::string_view::npos ? bytes.size() : feed + 1);
  if (feed == std::string_view::npos) {
    return std::nullopt;
  }
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

void line_splitter::keep(std::string_view part) {
  if (part.empty()) {
    return;
  }
  // One more than a line may have: a CR at that place may turn out to be half of the line's end.
  open_ += part.substr(0, most_ + 1 - open_.size());
  length_ += part.size();
  last_ = part.back();
}

}  // namespace arena
