// Identifiers that cannot be mistaken for one another.
//
// The arena hands out UUIDs; we read any token that is safe in a URL path and as a file name, because an
// entry id becomes a directory and a path segment: 1 to 64 of [A-Za-z0-9._-], not starting with a dot or a
// dash.
#pragma once

#include "core/base/error.hpp"

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace bouts {

inline constexpr std::size_t max_id_length = 64;

bool is_safe_id(std::string_view text) noexcept;

template <class Tag>
class id {
 public:
  id() = default;  // empty: "none"

  // errc::invalid when the text is not a safe id.
  static result<id> parse(std::string_view text) {
    if (!is_safe_id(text)) {
      return fail(errc::invalid, "not a usable " + std::string(Tag::name) +
                                     ": must be 1 to 64 letters, digits, '.', '_' or '-'");
    }
    return id(std::string(text));
  }

  bool empty() const noexcept { return text_.empty(); }
  const std::string& str() const noexcept { return text_; }
  auto operator<=>(const id&) const = default;

 private:
  explicit id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct agent_id_tag {
  static constexpr std::string_view name = "agent id";
};
struct challenge_id_tag {
  static constexpr std::string_view name = "challenge id";
};
struct entry_id_tag {
  static constexpr std::string_view name = "entry id";
};
struct session_id_tag {
  static constexpr std::string_view name = "session id";
};
struct submission_id_tag {
  static constexpr std::string_view name = "submission id";
};
struct result_id_tag {
  static constexpr std::string_view name = "result id";
};
struct webhook_id_tag {
  static constexpr std::string_view name = "webhook id";
};
struct delivery_id_tag {
  static constexpr std::string_view name = "delivery id";
};
struct token_id_tag {
  static constexpr std::string_view name = "token id";
};

using agent_id = id<agent_id_tag>;
using challenge_id = id<challenge_id_tag>;
using entry_id = id<entry_id_tag>;
using session_id = id<session_id_tag>;
using submission_id = id<submission_id_tag>;
using result_id = id<result_id_tag>;
using webhook_id = id<webhook_id_tag>;
using delivery_id = id<delivery_id_tag>;
using token_id = id<token_id_tag>;

}  // namespace bouts

template <class Tag>
struct std::hash<bouts::id<Tag>> {
  std::size_t operator()(const bouts::id<Tag>& value) const noexcept {
    return std::hash<std::string>{}(value.str());
  }
};
