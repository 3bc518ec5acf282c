#include "sdk/version.hpp"

namespace bouts {

std::string_view version() noexcept {
  return ARENA_VERSION;
}

}  // namespace bouts
