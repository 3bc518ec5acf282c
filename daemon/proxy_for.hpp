// Which proxy the arena is reached by.
#pragma once

#include "config/config.hpp"
#include "daemon/programs.hpp"

#include <optional>
#include <string>

namespace arena {

// The configuration's, else what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say; nothing for none.
std::optional<std::string> proxy_for(const config::settings& settings, const environment& variables);

}  // namespace arena
