// One JSON object at a time, read by simdjson On-Demand from a buffer that is reused. For the .cpp files of
// this room only: a file that includes simdjson without linking it gets other definitions, and with them
// another layout of its types.
#pragma once

#include "core/agent/json_string.hpp"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace arena::json {

using value = simdjson::ondemand::value;

// Whether the text could be one JSON object, by its first and last character: a look that costs nothing.
bool looks_like_object(std::string_view text) noexcept;

// Below, a token is what raw_json_token() gives of a value: its text, at least to its end; of an array or
// object its bracket.

// A text value, at most `max_bytes` of it; nothing for any other type.
std::optional<std::string> text_of(value& field, std::size_t max_bytes = no_limit);
// The text as it stands in the token of a value, between its quotes; one without data when it is another
// type.
inline std::string_view written_text(std::string_view token) noexcept {
  if (!token.starts_with('"')) {
    return {};
  }
  while (token.back() != '"') {  // a token goes on to the next one, over white space
    token.remove_suffix(1);
  }
  return token.substr(1, token.size() - 2);
}
bool is_null(std::string_view token) noexcept;
// The JSON of an object; empty for any other type.
std::string object_text(value& field);
// The JSON of whatever it is, without white space around it.
std::string json_text(value& field);

class object_reader {
 public:
  // Reads the text where it stands when `behind` bytes that mean nothing may be read behind it, and they are
  // enough for simdjson; else a copy of it. REQUIRES that it stays until the object is opened anew. False
  // when it cannot be an object; each_field() tells for sure.
  bool open(std::string_view text, std::size_t behind = 0);

  // What a written_text() of this object means, as unescape() gives it, but quicker and in memory that is
  // reused: valid until the object is opened anew. REQUIRES that each text is asked for once at most.
  std::string_view meaning_of(std::string_view written, std::size_t max_bytes);

  // Calls on_field(name, value) for each field in order; the name as it is written, without its escapes
  // resolved, and with simdjson's padding at least to be read behind it. May be repeated. False when this is
  // not a complete object with nothing but white space around it: what was read until then must be thrown
  // away. Values that are not looked at are not checked for more than balanced brackets.
  template <class OnField>
  bool each_field(OnField on_field) {
    document_.rewind();
    simdjson::ondemand::object object;
    return document_.get_object().get(object) == simdjson::SUCCESS && each_field_of(object, on_field) &&
           at_end();
  }

  // The same for an object inside of this one.
  template <class OnField>
  static bool each_field_of(simdjson::ondemand::object& object, OnField on_field) {
    for (auto next : object) {
      if (next.error() != simdjson::SUCCESS) {
        return false;
      }
      // Where it is: copies of what was just written, in other pieces, are what a short line waits for most.
      simdjson::ondemand::field& field = next.value_unsafe();
      value& of_field = field.value();
      on_field(name_between(field.key().raw(), of_field.raw_json_token().data()), of_field);
    }
    return true;
  }

 private:
  // The name that begins at `begin` and whose value begins at `end`.
  static std::string_view name_between(const char* begin, const char* end) noexcept {
    while (*--end != '"') {  // the parser has seen that nothing but a colon and white space is between
    }
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  bool at_end();
  bool load(std::string_view text);
  bool parse(std::string_view padded_text);

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::unique_ptr<std::uint8_t[]> meanings_;  // room for all texts of the largest object so far
  std::size_t meanings_used_ = 0;
  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
};

}  // namespace arena::json
