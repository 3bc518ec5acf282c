// Where the daemon's control socket is, for commands that only want to speak with it: nothing else of the
// configuration is looked at, so that a shell without the daemon's keys can ask.
#pragma once

#include "config/load.hpp"

#include <expected>
#include <optional>
#include <string>

namespace arena::config {

// control.socket of the configuration that load() would take; without one the default place, which for root
// is at last the service's. Nothing when there is none. A problem when the file cannot be read or its socket
// is not a path.
std::expected<std::optional<std::string>, problem> control_socket(const flags& given,
                                                                  const surroundings& around);

}  // namespace arena::config
