#include "core/agent/marker.hpp"

#include "core/base/text.hpp"

#include <cstddef>

namespace arena {

namespace {

// Where the bracket closes that is open at the front of `text`. Details may hold brackets of their own
// ("src/[id].ts"); when they do not pair up, the first closing one counts.
std::size_t closing_bracket(std::string_view text) noexcept {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '[' ? 1 : 0;
    if (text[i] == ']' && depth-- == 0) {
      return i;
    }
  }
  return text.find(']');
}

}  // namespace

std::optional<marker> parse_marker(std::string_view line) noexcept {
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos || !line.substr(first).starts_with(marker_opening)) {
    return std::nullopt;
  }
  line.remove_prefix(first + marker_opening.size());
  const auto close = closing_bracket(line);
  if (close == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view inside = line.substr(0, close);
  const auto colon = inside.find(':');
  return marker{.type = bouts::trim(inside.substr(0, colon)),
                .detail = colon == std::string_view::npos ? "" : bouts::trim(inside.substr(colon + 1)),
                .message = bouts::trim(line.substr(close + 1))};
}

}  // namespace arena
