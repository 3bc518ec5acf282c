// The manual page bouts(1), made of the table of commands.
#pragma once

#include <string>

namespace bouts::cli {

// In the man macros of troff.
std::string manual_page();

}  // namespace bouts::cli
