#include "sandbox/faults.hpp"

#include "core/base/digest.hpp"
#include "sandbox/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace arena::sandbox {

namespace {

constexpr std::array<std::pair<std::string_view, fault_mode>, 11> mode_names = {
    {{"status", fault_mode::status},
     {"delay", fault_mode::delay},
     {"cut_before", fault_mode::cut_before},
     {"cut_after", fault_mode::cut_after},
     {"garbage", fault_mode::garbage},
     {"html", fault_mode::html},
     {"empty", fault_mode::empty},
     {"truncated", fault_mode::truncated},
     {"huge", fault_mode::huge},
     {"slow", fault_mode::slow},
     {"repeated", fault_mode::repeated}}};

constexpr double draws = 4294967296.0;  // 2^32

bool fits(const fault& one, std::string_view method, std::string_view path, std::string_view pattern) {
  return (path.starts_with(one.path) || pattern.starts_with(one.path)) &&
         (one.method.empty() || one.method == method);
}

}  // namespace

std::optional<fault_mode> parse_fault_mode(std::string_view name) noexcept {
  const auto found = std::ranges::find(mode_names, name, [](const auto& one) { return one.first; });
  return found == mode_names.end() ? std::nullopt : std::optional(found->second);
}

std::string fault_mode_names() {
  std::string names;
  for (const auto& one : mode_names) {
    names += (names.empty() ? "" : ", ") + std::string(one.first);
  }
  return names;
}

std::uint32_t fault::draw(std::string_view purpose) const {
  constexpr std::size_t digits = 8;
  const std::string hex = bouts::sha256_hex(seed + "/" + std::to_string(met) + "/" + std::string(purpose));
  std::uint32_t value = 0;
  std::from_chars(hex.data(), hex.data() + digits, value, 16);
  return value;
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

std::optional<fault> faults::take(std::string_view method, std::string_view path, std::string_view pattern) {
  for (auto one = waiting_.begin(); one != waiting_.end(); ++one) {
    if (!fits(*one, method, path, pattern)) {
      continue;
    }
    ++one->met;
    if (one->draw("hit") >= one->chance * draws) {
      continue;
    }
    fault taken = *one;
    if (--one->remaining <= 0) {
      waiting_.erase(one);
    }
    return taken;
  }
  return std::nullopt;
}

}  // namespace arena::sandbox
