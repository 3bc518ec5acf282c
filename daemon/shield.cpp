#include "daemon/shield.hpp"

#include <sys/prctl.h>

#include <array>
#include <cstring>
#include <string_view>

namespace arena {

namespace {

void overwrite(char* text) noexcept {
  std::memset(text, 'x', std::strlen(text));
}

}  // namespace

void shield_process() noexcept {
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void hide_secret_words(int argc, char** argv) noexcept {
  static constexpr std::array<std::string_view, 2> secret_flags = {"--key", "--token"};
  for (int i = 1; i < argc; ++i) {
    const std::string_view word(argv[i]);
    for (const auto flag : secret_flags) {
      if (word == flag && i + 1 < argc) {
        overwrite(argv[i + 1]);
      } else if (word.starts_with(flag) && word.substr(flag.size()).starts_with('=')) {
        overwrite(argv[i] + flag.size() + 1);
      }
    }
  }
}

}  // namespace arena
