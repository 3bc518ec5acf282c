// What this process's standard streams are connected with.
#pragma once

#include <string_view>

namespace bouts::cli {

enum class descriptor_of : int { input = 0, output = 1, error = 2 };

bool is_terminal(descriptor_of which) noexcept;

// The width of the terminal that standard output is; 0 when it is none. `set_by_user` is $COLUMNS, which
// counts where the terminal does not say.
int columns_of_output(std::string_view set_by_user) noexcept;

}  // namespace bouts::cli
