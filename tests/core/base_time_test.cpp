#include "core/base/time.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using namespace bouts;
using namespace std::chrono;
using namespace std::string_view_literals;

wall_time at(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0, int ms = 0) {
  return sys_days(year_month_day{year(y), month(m), day(d)}) + hours(h) + minutes(min) + seconds(s) +
         milliseconds(ms);
}

TEST(ParseIso8601, ReadsEveryFormTheArenaIsKnownToWrite) {
  const struct {
    std::string_view text;
    wall_time expected;
  } rows[] = {
      {"2026-03-22T10:00:00Z", at(2026, 3, 22, 10)},
      {"2026-03-22T10:00:00.5Z", at(2026, 3, 22, 10, 0, 0, 500)},
      {"2026-03-22T10:00:00.123Z", at(2026, 3, 22, 10, 0, 0, 123)},
      {"2026-03-22T10:00:00.123456+00:00", at(2026, 3, 22, 10, 0, 0, 123)},
      {"2026-03-22T10:00:00.999999999Z", at(2026, 3, 22, 10, 0, 0, 999)},
      {"2026-03-22T10:00:00.123456789012345678901234567890Z", at(2026, 3, 22, 10, 0, 0, 123)},
      {"2026-03-22T10:00:00+02:00", at(2026, 3, 22, 8)},
      {"2026-03-22T10:00:00-0530", at(2026, 3, 22, 15, 30)},
      {"2026-03-22 10:00:00+00", at(2026, 3, 22, 10)},
      {"2026-03-22T10:00:00", at(2026, 3, 22, 10)},
      {"2026-03-22t10:00:00z", at(2026, 3, 22, 10)},
      {"2026-01-01T00:30:00+01:00", at(2025, 12, 31, 23, 30)},
      {"2025-12-31T23:30:00-01:00", at(2026, 1, 1, 0, 30)},
      {"1969-12-31T23:59:59.999Z", at(1969, 12, 31, 23, 59, 59, 999)},
      {"9999-12-31T23:59:59Z", at(9999, 12, 31, 23, 59, 59)},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(parse_iso8601(row.text), row.expected) << row.text;
  }
}

TEST(ParseIso8601, KnowsLeapDaysAndLeapSeconds) {
  EXPECT_EQ(parse_iso8601("2024-02-29T00:00:00Z"), at(2024, 2, 29));
  EXPECT_EQ(parse_iso8601("2000-02-29T00:00:00Z"), at(2000, 2, 29));
  EXPECT_FALSE(parse_iso8601("2026-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_iso8601("2100-02-29T00:00:00Z")) << "a century is no leap year";
  EXPECT_EQ(parse_iso8601("2016-12-31T23:59:60Z"), at(2017, 1, 1)) << "runs over into the next minute";
}

TEST(ParseIso8601, RefusesEverythingElse) {
  const std::string_view rows[] = {
      ""sv,
      "null"sv,
      "now"sv,
      "2026"sv,
      "2026-03-22"sv,
      "2026-03-22T"sv,
      "2026-03-22T10"sv,
      "2026-03-22T10:00:00ZZ"sv,
      "2026-03-22T10:00:00Z "sv,
      " 2026-03-22T10:00:00Z"sv,
      "2026-03-22T10:00:00.Z"sv,
      "2026-03-22T10:00:00+"sv,
      "2026-03-22T10:00:00+1"sv,
      "2026-03-22T10:00:00+01:"sv,
      "2026-03-22T10:00:00+01:0"sv,
      "2026-03-22T10:00:00+24:00"sv,
      "2026-03-22T10:00:00+01:60"sv,
      "2026-03-22T10:00:00+-1:00"sv,
      "2026-03-22T10:00:00 +01:00"sv,
      "2026-13-22T10:00:00Z"sv,
      "2026-00-22T10:00:00Z"sv,
      "2026-03-00T10:00:00Z"sv,
      "2026-03-32T10:00:00Z"sv,
      "2026-04-31T10:00:00Z"sv,
      "2026-03-22T24:00:00Z"sv,
      "2026-03-22T10:60:00Z"sv,
      "2026-03-22T10:00:61Z"sv,
      "2026-3-22T10:00:00Z"sv,
      "-026-03-22T10:00:00Z"sv,
      "2026--3-22T10:00:00Z"sv,
      "2026-03-22X10:00:00Z"sv,
      "2026/03/22T10:00:00Z"sv,
      "2026-03-22T10.00.00Z"sv,
      "20260322T100000Z"sv,
      "1774173600"sv,
      "2026-03-22T10:00:00Z\0"sv,
      "\0\0\0\0-\0\0-\0\0T\0\0:\0\0"sv,
      "２０２６-03-22T10:00:00Z"sv,
  };
  for (const auto text : rows) {
    EXPECT_FALSE(parse_iso8601(text)) << testing::PrintToString(std::string(text));
  }
}

TEST(FormatIso8601, AlwaysHasThreeDigitsAndZ) {
  EXPECT_EQ(format_iso8601(at(2026, 3, 22, 10)), "2026-03-22T10:00:00.000Z");
  EXPECT_EQ(format_iso8601(at(2026, 3, 2, 1, 2, 3, 4)), "2026-03-02T01:02:03.004Z");
  EXPECT_EQ(format_iso8601(wall_time{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_iso8601(wall_time{milliseconds(-1)}), "1969-12-31T23:59:59.999Z");
}

TEST(FormatIso8601, IsReadBackAsTheSameTime) {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<long long> any(at(0, 1, 1).time_since_epoch().count(),
                                               at(9999, 12, 31, 23, 59, 59, 999).time_since_epoch().count());
  for (int i = 0; i < 20'000; ++i) {
    const wall_time time{milliseconds(any(random))};
    ASSERT_EQ(parse_iso8601(format_iso8601(time)), time) << format_iso8601(time);
  }
}

TEST(ParseHttpDate, ReadsThePreferredForm) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), at(1994, 11, 6, 8, 49, 37));
  EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT"), at(2024, 2, 29, 23, 59, 59));
}

TEST(ParseHttpDate, RefusesEverythingElse) {
  const std::string_view rows[] = {
      ""sv,
      "120"sv,
      "Sunday, 06-Nov-94 08:49:37 GMT"sv,
      "Sun Nov  6 08:49:37 1994"sv,
      "Sun, 06 Nov 1994 08:49:37"sv,
      "Sun, 06 Nov 1994 08:49:37 UTC"sv,
      "Sun, 06 Nov 1994 08:49:37 GMT+1"sv,
      "Sun, 6 Nov 1994 08:49:37 GMT"sv,
      "Sun, 31 Feb 1994 08:49:37 GMT"sv,
      "Sun, 06 Nox 1994 08:49:37 GMT"sv,
      "Sun, 06 "sv,
      "Sun, "sv,
      "\0\0\0, 06 Nov 1994 08:49:37 GMT"sv,
  };
  for (const auto text : rows) {
    EXPECT_FALSE(parse_http_date(text)) << testing::PrintToString(std::string(text));
  }
}

TEST(FormatHttpDate, IsReadBackAsTheSameSecond) {
  EXPECT_EQ(format_http_date(at(1994, 11, 6, 8, 49, 37)), "Sun, 06 Nov 1994 08:49:37 GMT");
  std::mt19937_64 random(2);
  std::uniform_int_distribution<long long> any(0, 4'000'000'000);
  for (int i = 0; i < 5'000; ++i) {
    const wall_time time{seconds(any(random))};
    ASSERT_EQ(parse_http_date(format_http_date(time)), time) << format_http_date(time);
  }
}

TEST(FormatDuration, HasAtMostTwoUnits) {
  const struct {
    milliseconds duration;
    std::string_view expected;
  } rows[] = {
      {milliseconds(0), "0ms"},         {milliseconds(850), "850ms"},
      {milliseconds(1000), "1.0s"},     {milliseconds(1499), "1.4s"},
      {milliseconds(9999), "9.9s"},     {milliseconds(12'000), "12s"},
      {milliseconds(59'999), "59s"},    {seconds(60), "1m00s"},
      {seconds(245), "4m05s"},          {milliseconds(3'599'999), "59m59s"},
      {hours(1) + minutes(2), "1h02m"}, {hours(100), "100h00m"},
      {milliseconds(-850), "-850ms"},   {seconds(-90), "-1m30s"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(format_duration(row.duration), row.expected) << row.duration.count();
  }
}

}  // namespace
