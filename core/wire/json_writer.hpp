// Writing JSON exactly and in order, straight into a string. Objects and arrays are opened and closed by
// name; commas are put where they belong. Any room may use it.
//
// REQUIRES valid UTF-8 in every text, a key before each value of an object, and as many ends as beginnings.
// One writer is for one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace bouts {

// Appends `text` as a JSON string: quotes and backslashes escaped, every C0 control as \n, \t, \r or \u00XX,
// all else as it is. NUL is written as \u0000, which the arena answers with 500 (API.md): take it out before.
void append_json_string(std::string& out, std::string_view text);
// Appends the shortest number that reads back the same, whole ones without a fraction. JSON has no word for
// infinities and NaN: they become null.
void append_json_number(std::string& out, double number);

class json_writer {
 public:
  json_writer& begin_object() { return open('{'); }
  json_writer& end_object() { return close('}'); }
  json_writer& begin_array() { return open('['); }
  json_writer& end_array() { return close(']'); }

  json_writer& key(std::string_view name);
  json_writer& string(std::string_view text);
  json_writer& number(double number);
  json_writer& integer(long long number);
  json_writer& boolean(bool value);
  json_writer& null();
  // `json` is one complete JSON value already; it is not checked.
  json_writer& raw(std::string_view json);

  // What was written; the writer is empty afterwards.
  std::string take() { return std::exchange(out_, {}); }

 private:
  json_writer& open(char bracket);
  json_writer& close(char bracket);
  // Puts a comma when a value stands before this one on the same level.
  void separate();

  std::string out_;
};

}  // namespace bouts
