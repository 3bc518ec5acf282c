#include "core/http/rate_limit.hpp"

#include "core/base/text.hpp"

#include <charconv>
#include <chrono>

namespace bouts {

namespace {

template <class Number>
std::optional<Number> parse_whole(std::string_view text) noexcept {
  text = trim(text);
  Number number{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = ec == std::errc() && end == text.data() + text.size() && number >= 0;
  return whole ? std::optional(number) : std::nullopt;
}

std::optional<wall_time> parse_reset(std::string_view text, wall_time now) {
  using std::chrono::seconds;
  // In between lie 31 years from now, or the time before 2001.
  constexpr long long least_epoch_seconds = 1'000'000'000;
  constexpr long long least_epoch_milliseconds = 1'000 * least_epoch_seconds;
  if (const auto number = parse_whole<long long>(text)) {
    if (*number >= least_epoch_milliseconds) {
      constexpr long long latest = 253'402'300'800'000;  // the year 10000
      return *number < latest ? std::optional(wall_time(milliseconds(*number))) : std::nullopt;
    }
    return *number >= least_epoch_seconds ? wall_time(seconds(*number)) : now + seconds(*number);
  }
  const auto date = parse_iso8601(trim(text));
  return date ? date : parse_http_date(trim(text));
}

}  // namespace

std::optional<rate_limit> parse_rate_limit(std::string_view limit, std::string_view remaining,
                                           std::string_view reset, wall_time now) {
  const rate_limit read{.limit = parse_whole<int>(limit),
                        .remaining = parse_whole<int>(remaining),
                        .reset = parse_reset(reset, now)};
  return read == rate_limit{} ? std::nullopt : std::optional(read);
}

}  // namespace bouts
