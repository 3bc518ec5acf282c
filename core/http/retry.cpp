#include "core/http/retry.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace bouts {

namespace {

// A delay that does not fit a number is still a delay: about thirty years, which every user of it caps.
constexpr std::chrono::seconds endless{1'000'000'000};

// Answers that say "not now" although their class says "no" (RFC 9110 §15.5.9, RFC 8470, RFC 6585).
constexpr bool is_passing(int status) noexcept {
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

verdict judge(const error& failure, endpoint_kind endpoint) noexcept {
  if (is_passing(failure.status)) {
    return verdict::again;
  }
  switch (failure.kind) {
    case errc::network:
    case errc::tls:
    case errc::timed_out:
    case errc::rate_limited:
    case errc::server:
    case errc::bad_answer:
      return verdict::again;
    case errc::unauthorized:
      return verdict::park;
    case errc::forbidden:
      // On a connector endpoint 403 speaks of the key; on a resource it speaks of that one request (API.md).
      return endpoint == endpoint_kind::connector ? verdict::park : verdict::dead;
    case errc::cancelled:
    case errc::not_found:
    case errc::conflict:
    case errc::gone:
    case errc::validation:
    case errc::too_large:
    case errc::bad_url:
    case errc::config:
    case errc::io:
    case errc::spawn:
    case errc::invalid:
    case errc::no_solution:
    case errc::busy:
      return verdict::dead;
  }
  return verdict::dead;
}

bool may_repeat(repeat kind, const error& failure, endpoint_kind endpoint) noexcept {
  switch (kind) {
    case repeat::harmless:
      return judge(failure, endpoint) == verdict::again;
    case repeat::if_refused:
      return failure.kind == errc::rate_limited;
    case repeat::never:
      return false;
  }
  return false;
}

std::optional<milliseconds> parse_retry_after(std::string_view header, wall_time now) {
  const std::string_view text = trim(header);
  if (all_digits(text)) {
    long long seconds = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (parsed.ec != std::errc() || seconds > endless.count()) {
      return endless;
    }
    return std::chrono::seconds(seconds);
  }
  if (const auto date = parse_http_date(text)) {
    return std::max(milliseconds::zero(), *date - now);
  }
  return std::nullopt;
}

milliseconds retry_policy::wait(int failures, double random,
                                std::optional<milliseconds> retry_after) const noexcept {
  using fractional = std::chrono::duration<double, std::milli>;
  if (retry_after) {
    const milliseconds asked =
        std::clamp(*retry_after, milliseconds::zero(), milliseconds(longest_retry_after));
    return asked + std::chrono::duration_cast<milliseconds>(fractional(asked) * (random / 10));
  }
  milliseconds bound = std::min(base, cap);
  for (int doubled = 1; doubled < failures && bound < cap; ++doubled) {
    bound = bound > cap / 2 ? cap : bound * 2;
  }
  return std::chrono::duration_cast<milliseconds>(fractional(bound) * random);
}

}  // namespace bouts
