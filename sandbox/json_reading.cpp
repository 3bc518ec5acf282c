#include "sandbox/json_reading.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cmath>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

std::optional<double> as_number(const json::value& value) noexcept {
  switch (value.kind()) {
    case json::kind::int64:
      return static_cast<double>(value.get_int64());
    case json::kind::uint64:
      return static_cast<double>(value.get_uint64());
    case json::kind::double_:
      return value.get_double();
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<json::value> parse_json(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) {
    return std::nullopt;
  }
  return value;
}

std::optional<json::object> parse_json_object(std::string_view text) {
  auto value = parse_json(text);
  if (!value || !value->is_object()) {
    return std::nullopt;
  }
  return std::move(value->get_object());
}

std::optional<std::string_view> text_at(const json::object& from, std::string_view key) noexcept {
  const json::value* const value = from.if_contains(key);
  if (value == nullptr || !value->is_string()) {
    return std::nullopt;
  }
  const json::string& text = value->get_string();
  return std::string_view(text.data(), text.size());
}

std::optional<double> number_at(const json::object& from, std::string_view key) noexcept {
  const json::value* const value = from.if_contains(key);
  return value == nullptr ? std::nullopt : as_number(*value);
}

std::optional<std::int64_t> integer_at(const json::object& from, std::string_view key) noexcept {
  constexpr double exact = 9007199254740992.0;  // 2^53: beyond it a double names no single integer
  const auto number = number_at(from, key);
  if (!number || std::abs(*number) > exact || std::trunc(*number) != *number) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

bool contains_nul(const json::value& value) noexcept {
  const auto in_text = [](const auto& text) { return std::ranges::find(text, '\0') != text.end(); };
  if (value.is_string()) {
    return in_text(value.get_string());
  }
  if (value.is_array()) {
    return std::ranges::any_of(value.get_array(), contains_nul);
  }
  return value.is_object() && std::ranges::any_of(value.get_object(), [&](const auto& member) {
           return in_text(member.key()) || contains_nul(member.value());
         });
}

}  // namespace arena::sandbox
