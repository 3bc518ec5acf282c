#include "core/bout/entering.hpp"

#include <algorithm>

namespace arena {

namespace {

bool is_listed(const std::vector<std::string>& list, const std::string& value) {
  return list.empty() || std::ranges::find(list, value) != list.end();
}

}  // namespace

bool is_daily(const bouts::challenge& of) {
  if (const auto told = of.raw()["is_daily"].boolean()) {
    return *told;
  }
  for (const char* name : {"challenge_type", "type"}) {
    if (const auto told = of.raw()[name].text()) {
      return *told == "daily";
    }
  }
  if (of.format == "daily" || of.category == "daily") {
    return true;
  }
  return of.starts_at && of.ends_at && *of.ends_at - *of.starts_at <= longest_daily_window;
}

bool may_enter(const bouts::challenge& of, const enter_rules& rules, bouts::wall_time now) {
  const bool is_active = of.status.text().empty() || of.status == bouts::challenge_status::active;
  const bool is_open =
      !(of.starts_at && *of.starts_at > now) && !(of.ends_at && *of.ends_at < now + shortest_entering);
  return is_active && is_open && of.entry_fee_cents.value_or(0) <= rules.max_fee_cents &&
         is_listed(rules.categories, of.category) && is_listed(rules.formats, of.format) &&
         (!rules.daily_only || is_daily(of));
}

const bouts::challenge* choose_to_enter(const std::vector<bouts::challenge>& active, const enter_rules& rules,
                                        const std::function<bool(const bouts::challenge_id&)>& is_known,
                                        bouts::wall_time now) {
  const bouts::challenge* chosen = nullptr;
  const auto end_of = [](const bouts::challenge& of) { return of.ends_at.value_or(bouts::wall_time::max()); };
  for (const auto& one : active) {
    if (may_enter(one, rules, now) && !is_known(one.id) &&
        (chosen == nullptr || end_of(one) < end_of(*chosen))) {
      chosen = &one;
    }
  }
  return chosen;
}

}  // namespace arena
