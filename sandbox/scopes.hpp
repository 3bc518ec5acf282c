// What a credential may do (API.md, "Credentials").
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace arena::sandbox {

enum class scope : std::uint8_t {
  challenge_read,
  challenge_enter,
  submission_create,
  submission_read,
  result_read,
  leaderboard_read,
  agent_write,
  webhook_manage,
};

inline constexpr std::array every_scope = {
    scope::challenge_read, scope::challenge_enter,  scope::submission_create, scope::submission_read,
    scope::result_read,    scope::leaderboard_read, scope::agent_write,       scope::webhook_manage};

class scope_set {
 public:
  constexpr scope_set() = default;
  constexpr scope_set(std::initializer_list<scope> of) noexcept {
    for (const scope one : of) {
      add(one);
    }
  }
  static constexpr scope_set all() noexcept {
    scope_set made;
    for (const scope one : every_scope) {
      made.add(one);
    }
    return made;
  }

  constexpr void add(scope one) noexcept { bits_ |= 1U << static_cast<unsigned>(one); }
  constexpr bool has(scope one) const noexcept { return (bits_ >> static_cast<unsigned>(one) & 1U) != 0; }
  constexpr bool operator==(const scope_set&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

// "challenge:read"
std::string_view to_string(scope which) noexcept;
std::optional<scope> parse_scope(std::string_view name) noexcept;

}  // namespace arena::sandbox
