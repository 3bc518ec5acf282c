// See dialect.hpp; made by make_dialect().
#pragma once

#include "core/agent/dialect.hpp"

#include <memory>
#include <string>

namespace arena {

std::unique_ptr<dialect> make_goose(std::string workdir);

}  // namespace arena
