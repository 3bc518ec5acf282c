#include "config/secret_names.hpp"

#include <algorithm>
#include <array>

namespace arena::config {

namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

bool sounds_secret(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 7> signs = {"KEY",        "TOKEN", "SECRET", "PASS",
                                                            "CREDENTIAL", "AUTH",  "_PW"};
  return std::ranges::any_of(
      signs, [name](std::string_view sign) { return !std::ranges::search(name, sign, {}, upper).empty(); });
}

}  // namespace arena::config
