// JSON as JavaScript writes it: 72.8 where Boost.JSON writes 7.28E1. Both are JSON; the arena sends the
// first.
#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace arena::sandbox {

// REQUIRES finite numbers.
std::string write_json(const boost::json::value& value);

}  // namespace arena::sandbox
