#include "runner/failure.hpp"

#include <string.h>

#include <cerrno>

namespace arena::runner {

std::string join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) {
    text += part;
  }
  return text;
}

std::string describe_errno(int error) {
  // Not strerror(): that one goes through locale and translation.
  const char* text = strerrordesc_np(error);
  return text != nullptr ? text : "error " + std::to_string(error);
}

std::string because(std::string_view what, int error) {
  return join({what, ": ", describe_errno(error), "."});
}

std::unexpected<bouts::error> io_failure(std::string_view what) {
  return fail(errc::io, because(what, errno));
}

}  // namespace arena::runner
