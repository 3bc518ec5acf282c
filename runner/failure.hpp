// How this room words what the system refused. Results are `bouts::result`, of which only the header is used.
#pragma once

#include "core/base/error.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace arena::runner {

using bouts::errc;
using bouts::fail;
using bouts::result;
using bouts::status;

// GCC 12 takes operator+ of literals and strings for overlapping copies (-Wrestrict), so sentences are
// joined.
std::string join(std::initializer_list<std::string_view> parts);

// "No such file or directory" for ENOENT.
std::string describe_errno(int error);
// "WHAT: No such file or directory."
std::string because(std::string_view what, int error);
// The same as an error of kind `io`, with the present errno.
std::unexpected<bouts::error> io_failure(std::string_view what);

}  // namespace arena::runner
