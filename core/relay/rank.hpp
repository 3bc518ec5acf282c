// How much an event matters to a spectator: what the outbox sends first, keeps places for, and gives up last.
#pragma once

#include "core/wire/event.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace arena {

enum class rank : std::size_t { lifecycle, trouble, action, progress, thinking };
inline constexpr std::size_t rank_count = 5;
inline constexpr std::array<rank, rank_count> all_ranks = {rank::lifecycle, rank::trouble, rank::action,
                                                           rank::progress, rank::thinking};

constexpr rank rank_of(bouts::event_type type) noexcept {
  switch (type) {
    case bouts::event_type::started:
    case bouts::event_type::submitted:
    case bouts::event_type::timed_out:
      return rank::lifecycle;
    case bouts::event_type::error_hit:
    case bouts::event_type::self_correct:
      return rank::trouble;
    case bouts::event_type::code_write:
    case bouts::event_type::command_run:
    case bouts::event_type::tool_call:
      return rank::action;
    case bouts::event_type::progress:
      return rank::progress;
    case bouts::event_type::thinking:
      return rank::thinking;
  }
  return rank::thinking;
}

constexpr std::string_view to_string(rank r) noexcept {
  constexpr std::array<std::string_view, rank_count> names = {"lifecycle", "trouble", "action", "progress",
                                                              "thinking"};
  const auto at = static_cast<std::size_t>(r);
  return at < names.size() ? names[at] : "unknown";
}

// The two lower ranks: spaced out, and the first to be given up.
constexpr bool is_chatter(rank r) noexcept {
  return r >= rank::progress;
}

}  // namespace arena
