// The body of a request to a resource.
#pragma once

#include "sandbox/refusal.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace arena::sandbox {

// 400 INVALID_JSON when it is no JSON, VALIDATION_ERROR when it is no object; 500 DB_ERROR for a U+0000 in a
// string.
answer_or_refusal<boost::json::object> read_body(std::string_view text);

}  // namespace arena::sandbox
