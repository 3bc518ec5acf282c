#include "control/log_text.hpp"

#include "core/base/text.hpp"

namespace arena::control {

namespace {

// Where a private key begins that does not end within the text; npos when there is none. Its lines say
// nothing of what they are, so they are shown to the redactor together.
std::size_t open_key(std::string_view text) {
  constexpr std::string_view begin = "-----BEGIN ";
  constexpr std::string_view end = "-----END ";
  constexpr std::string_view private_key = "PRIVATE KEY";
  const auto at = text.rfind(begin);
  if (at == std::string_view::npos || text.find(end, at) != std::string_view::npos) {
    return std::string_view::npos;
  }
  const auto title = text.substr(at, text.find('\n', at) - at);
  const bool is_private = title.find(private_key) != std::string_view::npos;
  return is_private ? at : std::string_view::npos;
}

}  // namespace

// One past the last byte that may be shown already.
std::size_t log_text::safe_end() const {
  const auto line_end = held_.rfind('\n');
  const auto key = open_key(held_);
  auto size = line_end == std::string::npos ? 0 : line_end + 1;
  if (key != std::string::npos && key < size) {
    const auto before = held_.rfind('\n', key);
    size = before == std::string::npos || before > key ? 0 : before + 1;
  }
  if (size == 0 && held_.size() > max_held_bytes) {
    const auto space = held_.find_last_of(" \t\n");
    size = space == std::string::npos || space == 0 ? held_.size() : space;
  }
  return size;
}

std::string log_text::release(std::size_t size) {
  const auto shown = bouts::strip_controls(bouts::to_valid_utf8(std::string_view(held_).substr(0, size)));
  held_.erase(0, size);
  return shown;
}

std::string log_text::take() {
  return release(safe_end());
}

std::string log_text::finish() {
  return release(held_.size());
}

}  // namespace arena::control
