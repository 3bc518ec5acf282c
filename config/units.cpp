#include "config/units.hpp"

#include "config/load.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

namespace arena::config {

namespace {

struct unit {
  std::string_view name;
  std::uint64_t amount;
};

constexpr std::array<unit, 5> time_units = {
    {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
constexpr std::array<unit, 4> size_units = {
    {{"", 1}, {"K", 1ULL << 10U}, {"M", 1ULL << 20U}, {"G", 1ULL << 30U}}};

// "<digits><unit>" as an amount, at most `limit`.
template <std::size_t N>
std::optional<std::uint64_t> parse_amount(std::string_view text, const std::array<unit, N>& units,
                                          std::uint64_t limit) {
  std::uint64_t count = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failed != std::errc{}) {
    return std::nullopt;
  }
  const auto name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [known, amount] : units) {
    if (name == known) {
      return count <= limit / amount ? std::optional(count * amount) : std::nullopt;
    }
  }
  return std::nullopt;
}

template <std::size_t N>
std::string amount_text(std::uint64_t amount, const std::array<unit, N>& units) {
  if (amount == 0) {
    return "0";
  }
  auto best = units.front();
  for (const auto& candidate : units) {
    best = amount % candidate.amount == 0 ? candidate : best;
  }
  return std::to_string(amount / best.amount) + std::string(best.name);
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  if (text == "0") {
    return milliseconds{0};
  }
  const auto amount = parse_amount(text, time_units, std::numeric_limits<milliseconds::rep>::max());
  return amount ? std::optional(milliseconds{static_cast<milliseconds::rep>(*amount)}) : std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  return parse_amount(text, size_units, std::numeric_limits<std::uint64_t>::max());
}

std::string duration_text(milliseconds duration) {
  return amount_text(static_cast<std::uint64_t>(duration.count()), time_units);
}

std::string size_text(std::uint64_t bytes) {
  return amount_text(bytes, size_units);
}

}  // namespace arena::config
