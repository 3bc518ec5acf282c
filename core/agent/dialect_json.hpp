// A whole line of a dialect as a tree, for lines that must be looked into deeply. The last of two equal keys
// counts. For the .cpp files of this room only, as json_object.hpp.
#pragma once

#include "core/agent/json_string.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace arena::json {

using element = simdjson::dom::element;
using maybe = std::optional<element>;

// The object of a line; nothing when it is none. Valid until the next call with that parser.
inline maybe tree_of(simdjson::dom::parser& parser, std::string_view line) {
  const auto start = line.find_first_not_of(" \t\r");
  if (start == std::string_view::npos || line[start] != '{') {
    return std::nullopt;
  }
  element root;
  if (parser.parse(line.data(), line.size()).get(root) == simdjson::SUCCESS ||
      parser.parse(repaired(line)).get(root) == simdjson::SUCCESS) {
    return root;
  }
  return std::nullopt;
}

inline maybe member(const maybe& of, std::string_view name) {
  simdjson::dom::object object;
  maybe found;
  if (of && of->get_object().get(object) == simdjson::SUCCESS) {
    for (const auto field : object) {
      if (field.key == name) {
        found = field.value;
      }
    }
  }
  return found;
}

inline std::string_view text(const maybe& of) {
  std::string_view found;
  return of && of->get_string().get(found) == simdjson::SUCCESS ? found : std::string_view();
}
inline std::string_view text(const maybe& of, std::string_view name) {
  return text(member(of, name));
}

inline bool is_true(const maybe& of, std::string_view name) {
  const auto field = member(of, name);
  bool found = false;
  return field && field->get_bool().get(found) == simdjson::SUCCESS && found;
}

inline std::optional<std::int64_t> integer(const maybe& of, std::string_view name) {
  const auto field = member(of, name);
  std::int64_t found = 0;
  return field && field->get_int64().get(found) == simdjson::SUCCESS ? std::optional(found) : std::nullopt;
}

inline std::uint64_t count(const maybe& of, std::string_view name) {
  const auto found = integer(of, name).value_or(0);
  return found > 0 ? static_cast<std::uint64_t>(found) : 0;
}

inline std::optional<double> number(const maybe& of, std::string_view name) {
  const auto field = member(of, name);
  double found = 0;
  return field && field->get_double().get(found) == simdjson::SUCCESS ? std::optional(found) : std::nullopt;
}

// Calls on_each(element) for each of an array; for nothing else.
template <class OnEach>
void each(const maybe& of, OnEach on_each) {
  simdjson::dom::array array;
  if (of && of->get_array().get(array) == simdjson::SUCCESS) {
    for (const auto one : array) {
      on_each(maybe(one));
    }
  }
}

// Calls on_each(name, element) for each member of an object; for nothing else.
template <class OnEach>
void each_member(const maybe& of, OnEach on_each) {
  simdjson::dom::object object;
  if (of && of->get_object().get(object) == simdjson::SUCCESS) {
    for (const auto field : object) {
      on_each(field.key, maybe(field.value));
    }
  }
}

}  // namespace arena::json
