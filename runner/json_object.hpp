// Writes one flat JSON object. A JSON library would be several times the size of this program.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace arena::runner {

class json_object {
 public:
  // Broken UTF-8 (a path may hold any bytes) becomes U+FFFD, byte by byte.
  json_object& add(std::string_view key, std::string_view value);
  json_object& add(std::string_view key, const char* value) { return add(key, std::string_view(value)); }
  json_object& add(std::string_view key, bool value);
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  json_object& add(std::string_view key, Number value) {
    return add_raw(key, std::to_string(value));
  }
  // null for nothing
  template <class Value>
  json_object& add(std::string_view key, const std::optional<Value>& value) {
    return value ? add(key, *value) : add_raw(key, "null");
  }

  std::string text() const { return "{" + members_ + "}"; }

 private:
  json_object& add_raw(std::string_view key, std::string_view value);

  std::string members_;
};

}  // namespace arena::runner
