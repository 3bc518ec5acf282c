#include "core/base/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace bouts {

namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> day_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// Reads fixed-width fields from the front of a text; once something did not fit, `ok` stays false.
struct reader {
  std::string_view rest;
  bool ok = true;

  int digits(std::size_t count) {
    if (rest.size() < count) {
      ok = false;
      return 0;
    }
    int value = 0;
    for (const char c : rest.substr(0, count)) {
      ok = ok && c >= '0' && c <= '9';
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  void literal(std::string_view text) {
    ok = ok && rest.starts_with(text);
    rest.remove_prefix(ok ? text.size() : 0);
  }
  bool take(char c) {
    if (rest.empty() || rest.front() != c) {
      return false;
    }
    rest.remove_prefix(1);
    return true;
  }
};

std::optional<wall_time> make_time(int year, int month, int day, int hour, int minute, int second) {
  const chr::year_month_day date{chr::year(year), chr::month(static_cast<unsigned>(month)),
                                 chr::day(static_cast<unsigned>(day))};
  // 60 is a leap second, which the arena may print and sys_time does not have: it runs over into the next
  // minute.
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  return chr::sys_days(date) + chr::hours(hour) + chr::minutes(minute) + chr::seconds(second) +
         milliseconds(0);
}

// ".123456" -> 123 ms; a fraction may have any number of digits, what is finer than ours is cut.
milliseconds read_fraction(reader& in) {
  if (!in.take('.') && !in.take(',')) {
    return milliseconds(0);
  }
  int value = 0;
  int scale = 100;
  bool any = false;
  while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9') {
    value += (in.rest.front() - '0') * scale;
    scale /= 10;
    any = true;
    in.rest.remove_prefix(1);
  }
  in.ok = in.ok && any;
  return milliseconds(value);
}

chr::minutes read_offset(reader& in) {
  if (in.take('Z') || in.take('z') || in.rest.empty()) {
    return chr::minutes(0);
  }
  const bool negative = in.rest.front() == '-';
  in.ok = in.ok && (negative || in.rest.front() == '+');
  in.rest.remove_prefix(1);
  const int hours = in.digits(2);
  const int minutes = in.take(':') || !in.rest.empty() ? in.digits(2) : 0;
  in.ok = in.ok && hours <= 23 && minutes <= 59;
  const auto offset = chr::hours(hours) + chr::minutes(minutes);
  return negative ? -offset : offset;
}

}  // namespace

std::optional<wall_time> parse_iso8601(std::string_view text) {
  reader in{text};
  const int year = in.digits(4);
  in.literal("-");
  const int month = in.digits(2);
  in.literal("-");
  const int day = in.digits(2);
  if (!in.take('T') && !in.take('t') && !in.take(' ')) {
    return std::nullopt;
  }
  const int hour = in.digits(2);
  in.literal(":");
  const int minute = in.digits(2);
  const int second = in.take(':') ? in.digits(2) : 0;
  if (!in.ok) {
    return std::nullopt;
  }
  const auto fraction = read_fraction(in);
  const auto offset = read_offset(in);
  const auto time = make_time(year, month, day, hour, minute, second);
  if (!in.ok || !in.rest.empty() || !time) {
    return std::nullopt;
  }
  return *time + fraction - offset;
}

namespace {

struct fields {
  chr::year_month_day date;
  chr::hh_mm_ss<milliseconds> clock;
  unsigned weekday;
};

fields split(wall_time time) {
  const auto day = chr::floor<chr::days>(time);
  return {chr::year_month_day(day), chr::hh_mm_ss<milliseconds>(time - day), chr::weekday(day).c_encoding()};
}

}  // namespace

std::string format_iso8601(wall_time time) {
  const auto f = split(time);
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                                 int(f.date.year()), unsigned(f.date.month()), unsigned(f.date.day()),
                                 int(f.clock.hours().count()), int(f.clock.minutes().count()),
                                 int(f.clock.seconds().count()), int(f.clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<wall_time> parse_http_date(std::string_view text) {
  if (std::ranges::find(day_names, text.substr(0, 3)) == day_names.end() ||
      !text.substr(3).starts_with(", ")) {
    return std::nullopt;  // the two obsolete forms are not sent by anything we talk to
  }
  reader in{text.substr(5)};
  const int day = in.digits(2);
  in.literal(" ");
  int month = 0;
  for (std::size_t i = 0; i < month_names.size(); ++i) {
    if (in.rest.starts_with(month_names[i])) {
      month = static_cast<int>(i) + 1;
    }
  }
  in.rest.remove_prefix(std::min<std::size_t>(3, in.rest.size()));
  in.literal(" ");
  const int year = in.digits(4);
  in.literal(" ");
  const int hour = in.digits(2);
  in.literal(":");
  const int minute = in.digits(2);
  in.literal(":");
  const int second = in.digits(2);
  in.literal(" GMT");
  if (!in.ok || !in.rest.empty() || month == 0) {
    return std::nullopt;
  }
  return make_time(year, month, day, hour, minute, second);
}

std::string format_http_date(wall_time time) {
  const auto f = split(time);
  std::array<char, 40> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", day_names[f.weekday].data(),
      unsigned(f.date.day()), month_names[unsigned(f.date.month()) - 1].data(), int(f.date.year()),
      int(f.clock.hours().count()), int(f.clock.minutes().count()), int(f.clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string format_duration(milliseconds duration) {
  if (duration < milliseconds(0)) {
    return "-" + format_duration(duration == milliseconds::min() ? milliseconds::max() : -duration);
  }
  // Cut, never rounded: 59.9 s must not be shown as "60s".
  const long long ms = duration.count();
  std::array<char, 32> text{};
  int size = 0;
  if (ms < 1000) {
    size = std::snprintf(text.data(), text.size(), "%lldms", ms);
  } else if (ms < 10'000) {
    size = std::snprintf(text.data(), text.size(), "%lld.%llds", ms / 1000, ms / 100 % 10);
  } else if (ms < 60'000) {
    size = std::snprintf(text.data(), text.size(), "%llds", ms / 1000);
  } else if (ms < 3'600'000) {
    size = std::snprintf(text.data(), text.size(), "%lldm%02llds", ms / 60'000, ms / 1000 % 60);
  } else {
    size = std::snprintf(text.data(), text.size(), "%lldh%02lldm", ms / 3'600'000, ms / 60'000 % 60);
  }
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace bouts
