// Where the documents of the service and the service itself contradict each other, so that one answer cannot
// satisfy both, the arena answers as the service was seen to; on request as the documents say (API.md). What
// differs is listed in docs/sandbox.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace arena::sandbox {

enum class contract : std::uint8_t { observed, documented };

constexpr std::string_view to_string(contract which) noexcept {
  return which == contract::observed ? "observed" : "documented";
}

constexpr std::optional<contract> parse_contract(std::string_view name) noexcept {
  for (const contract one : {contract::observed, contract::documented}) {
    if (name == to_string(one)) {
      return one;
    }
  }
  return std::nullopt;
}

}  // namespace arena::sandbox
