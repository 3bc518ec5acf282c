// The content of a solution, from a file or from a stream.
#pragma once

#include "core/base/error.hpp"

#include <istream>
#include <string>

namespace bouts::cli {

// `path` "" or "-" means `in`. errc::io when it cannot be read, too_large beyond what the arena takes
// (API.md: 100,000 bytes), invalid when it is empty or no UTF-8 text without NUL.
result<std::string> read_content(const std::string& path, std::istream& in);

}  // namespace bouts::cli
