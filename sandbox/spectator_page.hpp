// The page at "/": who fights what, and what they say of it, once a second. One self-contained document.
#pragma once

#include <string_view>

namespace arena::sandbox {

std::string_view spectator_page() noexcept;

}  // namespace arena::sandbox
