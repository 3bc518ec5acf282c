#include "cli/terminal.hpp"

#include "cli/values.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace bouts::cli {

bool is_terminal(descriptor_of which) noexcept {
  return ::isatty(static_cast<int>(which)) == 1;
}

int columns_of_output(std::string_view set_by_user) noexcept {
  constexpr int usual = 80;
  if (!is_terminal(descriptor_of::output)) {
    return 0;
  }
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  const auto given = parse_number(set_by_user);
  return given && *given > 0 ? *given : usual;
}

}  // namespace bouts::cli
