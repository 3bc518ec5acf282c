// The query of a URL, percent-encoded (RFC 3986 §3.4: everything but the unreserved characters).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bouts {

std::string percent_encode(std::string_view text);

class query {
 public:
  // Nothing is added for an empty text or optional.
  void add(std::string_view name, std::string_view value);
  void add(std::string_view name, std::optional<int> value);
  // "?a=b&c=d", or "" when nothing was added.
  const std::string& str() const noexcept { return text_; }

 private:
  std::string text_;
};

}  // namespace bouts
