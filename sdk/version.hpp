// The version of everything that is built here.
#pragma once

#include <string_view>

namespace bouts {

// "0.1.0", as the build file has it.
std::string_view version() noexcept;

}  // namespace bouts
