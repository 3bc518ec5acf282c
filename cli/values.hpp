// What the command line gave to the parameters of a command, and the global ones. Checked when it was parsed:
// a number is one, and an id.
#pragma once

#include "core/base/ids.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bouts::cli {

class values {
 public:
  void add(std::string_view name, std::string value) {
    given_[std::string(name)].push_back(std::move(value));
  }

  bool has(std::string_view name) const { return given_.contains(name); }
  // "" when it was not given.
  const std::string& text(std::string_view name) const;
  // All that were given to one that may come more than once.
  const std::vector<std::string>& all(std::string_view name) const;
  // REQUIRES a parameter of that kind.
  std::optional<int> number(std::string_view name) const;
  // Nothing in it when it was not given. REQUIRES a parameter of that kind.
  template <class Id>
  Id id(std::string_view name) const {
    return has(name) ? Id::parse(text(name)).value() : Id();
  }
  template <class Id>
  std::optional<Id> optional_id(std::string_view name) const {
    return has(name) ? std::optional(id<Id>(name)) : std::nullopt;
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> given_;
};

// A whole number, and nothing else in the text.
std::optional<int> parse_number(std::string_view text) noexcept;

}  // namespace bouts::cli
