// Fields of a request that may be left out. Private to this room.
#pragma once

#include "core/base/ids.hpp"
#include "core/wire/json_writer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bouts::wire {

inline void write_text(json_writer& json, std::string_view name, const std::optional<std::string>& text) {
  if (text) {
    json.key(name).string(*text);
  }
}

inline void write_integer(json_writer& json, std::string_view name, const std::optional<int>& number) {
  if (number) {
    json.key(name).integer(*number);
  }
}

template <class Tag>
void write_id(json_writer& json, std::string_view name, const std::optional<id<Tag>>& value) {
  if (value) {
    json.key(name).string(value->str());
  }
}

}  // namespace bouts::wire
