// Times as arenas and proxies write them: read or refused, and what was read reads the same once it is
// written.

#include "core/base/time.hpp"
#include "core/http/retry.hpp"
#include "fuzz/input.hpp"

namespace {

using arena::fuzz::require;
using bouts::wall_time;

bool has_four_digit_year(wall_time time) {
  return time >= wall_time(std::chrono::sys_days(std::chrono::year(1) / 1 / 1)) &&
         time < wall_time(std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = arena::fuzz::input(data, size).rest();
  const wall_time now{std::chrono::hours(492'444)};
  if (const auto wait = bouts::parse_retry_after(text, now)) {
    require(*wait >= bouts::milliseconds(0), "no wait is negative");
    const auto obeyed = bouts::retry_policy{}.wait(1, 0.999, wait);
    const bouts::milliseconds longest = bouts::longest_retry_after;
    require(obeyed <= longest + longest / 10, "no wait is longer than we obey");
  }
  if (const auto time = bouts::parse_iso8601(text); time && has_four_digit_year(*time)) {
    require(bouts::parse_iso8601(bouts::format_iso8601(*time)) == time, "ISO 8601 reads back");
  }
  if (const auto time = bouts::parse_http_date(text)) {
    require(bouts::parse_http_date(bouts::format_http_date(*time)) == time, "HTTP dates read back");
  }
  return 0;
}
