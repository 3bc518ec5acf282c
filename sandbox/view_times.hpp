// Times in JSON answers.
#pragma once

#include "sandbox/arena_time.hpp"

#include <boost/json/value.hpp>

#include <optional>

namespace arena::sandbox {

// null when there is none.
inline boost::json::value with_z(const std::optional<wall_time>& time) {
  return time ? boost::json::value(bouts::format_iso8601(*time)) : boost::json::value();
}
inline boost::json::value with_microseconds(const std::optional<wall_time>& time) {
  return time ? boost::json::value(format_with_microseconds(*time)) : boost::json::value();
}

}  // namespace arena::sandbox
