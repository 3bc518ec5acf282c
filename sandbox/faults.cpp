#include "sandbox/faults.hpp"

#include "sandbox/limits.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arena::sandbox {

namespace {

constexpr std::array<std::pair<std::string_view, fault_mode>, 7> mode_names = {
    {{"status", fault_mode::status},
     {"cut_before", fault_mode::cut_before},
     {"cut_after", fault_mode::cut_after},
     {"garbage", fault_mode::garbage},
     {"html", fault_mode::html},
     {"empty", fault_mode::empty},
     {"slow", fault_mode::slow}}};

}  // namespace

std::optional<fault_mode> parse_fault_mode(std::string_view name) noexcept {
  const auto found = std::ranges::find(mode_names, name, [](const auto& one) { return one.first; });
  return found == mode_names.end() ? std::nullopt : std::optional(found->second);
}

void faults::begin_outage(std::optional<bouts::wall_time> until) noexcept {
  outage_ = true;
  outage_until_ = until;
}

bool faults::is_out(bouts::wall_time now) const noexcept {
  return outage_ && (!outage_until_ || now < *outage_until_);
}

bool faults::add(fault one) {
  if (waiting_.size() >= limits::max_faults) {
    return false;
  }
  waiting_.push_back(std::move(one));
  return true;
}

std::optional<fault> faults::take(std::string_view method, std::string_view path) {
  const auto found = std::ranges::find_if(waiting_, [&](const fault& one) {
    return path.starts_with(one.path) && (one.method.empty() || one.method == method);
  });
  if (found == waiting_.end()) {
    return std::nullopt;
  }
  fault taken = *found;
  if (--found->remaining <= 0) {
    waiting_.erase(found);
  }
  return taken;
}

}  // namespace arena::sandbox
