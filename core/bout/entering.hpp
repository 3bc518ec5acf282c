// Which challenge to enter without being asked (CONFIG.md, enter): the service may never assign one by itself
// (API.md, observed). Pure.
#pragma once

#include "core/base/time.hpp"
#include "core/wire/models.hpp"

#include <functional>
#include <string>
#include <vector>

namespace arena {

struct enter_rules {
  bool daily_only = true;
  std::vector<std::string> categories;  // empty: all
  std::vector<std::string> formats;     // empty: all
  int max_fee_cents = 0;
};

// Less time than this until its end, and a challenge is not worth entering.
inline constexpr std::chrono::minutes shortest_entering{1};
// The window of a challenge that goes for a daily one where the service does not say.
inline constexpr std::chrono::hours longest_daily_window{25};  // a day and the change of summer time

// The service says so (is_daily, or the word in its type, format or category); where it says nothing, one
// that is open for a day at most.
bool is_daily(const bouts::challenge& of);

// Whether the owner's rules want it and it can be entered now. One that names no fee has none.
bool may_enter(const bouts::challenge& of, const enter_rules& rules, bouts::wall_time now);

// Of those that may be entered and are not known, the one that ends first; nothing when there is none.
const bouts::challenge* choose_to_enter(const std::vector<bouts::challenge>& active, const enter_rules& rules,
                                        const std::function<bool(const bouts::challenge_id&)>& is_known,
                                        bouts::wall_time now);

}  // namespace arena
