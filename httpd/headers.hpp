// Headers by their names.
#pragma once

#include "httpd/message.hpp"

#include <string_view>
#include <vector>

namespace arena::httpd {

// Of the first header of that name, whatever its case; empty without one. A view of `headers`.
std::string_view value_of(const std::vector<header>& headers, std::string_view name) noexcept;

}  // namespace arena::httpd
