// Small steps for reading request bodies with Boost.JSON. Nothing here throws on bad input.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace arena::sandbox {

// Nothing when it is not JSON (UTF-8, nesting up to 32).
std::optional<boost::json::value> parse_json(std::string_view text);
// Nothing when it is not a JSON object.
std::optional<boost::json::object> parse_json_object(std::string_view text);

// Each: nothing (null) when the key is absent or its value is of another kind.
std::optional<std::string_view> text_at(const boost::json::object& from, std::string_view key) noexcept;
std::optional<double> number_at(const boost::json::object& from, std::string_view key) noexcept;
// Also 3.0, as in JavaScript; not 3.5.
std::optional<std::int64_t> integer_at(const boost::json::object& from, std::string_view key) noexcept;

// Whether a string anywhere inside has a U+0000, which the arena's database cannot keep.
bool contains_nul(const boost::json::value& value) noexcept;

}  // namespace arena::sandbox
