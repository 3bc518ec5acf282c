#include "sandbox/json_writing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>
#include <string_view>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

void append_number(std::string& to, double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  to.append(text.data(), end);
}

void append(std::string& to, const json::value& value) {
  std::string_view separator;
  if (const json::object* const object = value.if_object()) {
    to += '{';
    for (const auto& [key, member] : *object) {
      to += separator;
      to += json::serialize(key);
      to += ':';
      append(to, member);
      separator = ",";
    }
    to += '}';
  } else if (const json::array* const array = value.if_array()) {
    to += '[';
    for (const json::value& item : *array) {
      to += separator;
      append(to, item);
      separator = ",";
    }
    to += ']';
  } else if (const double* const number = value.if_double()) {
    append_number(to, *number);
  } else {
    to += json::serialize(value);
  }
}

}  // namespace

std::string write_json(const json::value& value) {
  std::string text;
  append(text, value);
  return text;
}

}  // namespace arena::sandbox
