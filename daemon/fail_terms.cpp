#include "daemon/fail_terms.hpp"

#include "daemon/fail_points.hpp"

#include <charconv>
#include <limits>
#include <optional>

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

constexpr std::uint64_t for_ever = std::numeric_limits<std::uint64_t>::max();
constexpr std::chrono::milliseconds longest_delay = std::chrono::minutes(1);

std::optional<std::uint64_t> to_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && ec == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                                : std::nullopt;
}

// "text" of "error(text)".
std::optional<std::string_view> argument_of(std::string_view act, std::string_view name) {
  if (!act.starts_with(name) || !act.ends_with(')')) {
    return std::nullopt;
  }
  act.remove_prefix(name.size());
  act.remove_suffix(1);
  return act.starts_with('(') ? std::optional(act.substr(1)) : std::nullopt;
}

std::optional<fail_act> parse_act(std::string_view text) {
  if (text == "off") {
    return fail_act{};
  }
  if (text == "kill") {
    return fail_act{.what = fail_act::kind::kill};
  }
  if (const auto words = argument_of(text, "error")) {
    return fail_act{.what = fail_act::kind::error, .text = std::string(*words)};
  }
  if (const auto time = argument_of(text, "delay")) {
    const auto number = to_number(*time);
    if (number && *number <= static_cast<std::uint64_t>(longest_delay.count())) {
      return fail_act{.what = fail_act::kind::delay,
                      .time = std::chrono::milliseconds(static_cast<std::int64_t>(*number))};
    }
  }
  return std::nullopt;
}

std::string_view next_part(std::string_view& rest, std::string_view separator) {
  const auto at = rest.find(separator);
  const auto part = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + separator.size());
  return part;
}

}  // namespace

bouts::result<fail_terms> fail_terms::parse(std::string_view text) {
  fail_terms parsed;
  for (bool more = true; more;) {
    more = text.find("->") != std::string_view::npos;
    const auto whole = next_part(text, "->");
    const auto star = whole.find('*');
    const bool counted = star != std::string_view::npos && whole.find('(') > star;
    const auto count = counted ? to_number(whole.substr(0, star)) : std::optional(for_ever);
    auto act = parse_act(counted ? whole.substr(star + 1) : whole);
    if (!count || *count == 0 || !act) {
      return fail(errc::invalid, "'" + std::string(whole) + "' is no term of a fail point");
    }
    parsed.terms_.push_back({std::move(*act), *count});
  }
  return parsed;
}

fail_act fail_terms::next() {
  if (terms_.empty()) {
    return {};
  }
  auto& first = terms_.front();
  auto act = first.act;
  if (first.left != for_ever && --first.left == 0) {
    terms_.erase(terms_.begin());
  }
  return act;
}

bouts::result<std::map<std::string, fail_terms, std::less<>>> parse_fail_points(std::string_view text) {
  std::map<std::string, fail_terms, std::less<>> all;
  while (!text.empty()) {
    auto one = next_part(text, ";");
    const auto name = next_part(one, "=");
    if (std::ranges::find(fail_point_places, name, &fail_point_place::name) == fail_point_places.end()) {
      return fail(errc::invalid, "there is no fail point '" + std::string(name) + "'");
    }
    auto terms = fail_terms::parse(one);
    if (!terms) {
      return std::unexpected(terms.error());
    }
    all.insert_or_assign(std::string(name), std::move(*terms));
  }
  return all;
}

}  // namespace arena
