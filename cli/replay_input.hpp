// Events of a replay as a file has them: one JSON object a line, with the names of API.md (connector/events).
#pragma once

#include "core/base/error.hpp"
#include "core/wire/models.hpp"

#include <istream>
#include <string>
#include <vector>

namespace bouts::cli {

// `path` "" or "-" means `in`. errc::io when it cannot be read; errc::invalid, with the number of the line,
// when one is no event. How many the arena takes is for the call to say.
result<std::vector<replay_event>> read_replay(const std::string& path, std::istream& in);

}  // namespace bouts::cli
