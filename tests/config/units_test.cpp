#include "config/units.hpp"

#include "config/load.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

using std::chrono_literals::operator""ms;

TEST(Duration, IsReadInEveryUnit) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("5s"), 5'000ms);
  EXPECT_EQ(parse_duration("30m"), 1'800'000ms);
  EXPECT_EQ(parse_duration("2h"), 7'200'000ms);
  EXPECT_EQ(parse_duration("30d"), 2'592'000'000ms);
  EXPECT_EQ(parse_duration("0"), 0ms);
  EXPECT_EQ(parse_duration("0s"), 0ms);
  EXPECT_EQ(parse_duration("007s"), 7'000ms);
}

TEST(Duration, IsNothingElse) {
  for (const auto* text : {"", "5", "00", "s", "ms", "-5s", "+5s", "5 s", " 5s", "5s ", "1.5h", "5S", "5sec",
                           "1h30m", "5min", "0x5s", "1e3s", "\xC2\xB5s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, DoesNotOverflow) {
  EXPECT_EQ(parse_duration("9223372036854775807ms"), milliseconds::max());
  EXPECT_EQ(parse_duration("9223372036854775808ms"), std::nullopt);
  EXPECT_EQ(parse_duration("106751991167d"), milliseconds{106'751'991'167LL * 86'400'000});
  EXPECT_EQ(parse_duration("106751991168d"), std::nullopt);
  EXPECT_EQ(parse_duration("99999999999999999999s"), std::nullopt);
}

TEST(Size, IsReadInEveryUnit) {
  EXPECT_EQ(parse_size("0"), 0U);
  EXPECT_EQ(parse_size("512"), 512U);
  EXPECT_EQ(parse_size("64K"), 65'536U);
  EXPECT_EQ(parse_size("64M"), 67'108'864U);
  EXPECT_EQ(parse_size("4G"), 4'294'967'296U);
}

TEST(Size, IsNothingElseAndDoesNotOverflow) {
  for (const auto* text : {"", "K", "-1", "1.5G", "64MB", "64m", "64 M", "4T", "0x10"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_size("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_size("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_size("17179869184G"), std::nullopt);
}

TEST(UnitText, IsReadBackAsTheSameAmount) {
  for (const auto amount : {0LL, 1LL, 999LL, 1'000LL, 90'000LL, 3'600'000LL, 86'400'000LL, 86'400'001LL}) {
    EXPECT_EQ(parse_duration(duration_text(milliseconds{amount})), milliseconds{amount});
  }
  for (const auto bytes : {0ULL, 1ULL, 1'023ULL, 1'536ULL, 1ULL << 20U, 5ULL << 30U}) {
    EXPECT_EQ(parse_size(size_text(bytes)), bytes);
  }
  EXPECT_EQ(duration_text(milliseconds{90'000}), "90s");
  EXPECT_EQ(duration_text(milliseconds{7'200'000}), "2h");
  EXPECT_EQ(size_text(1'536ULL * 1'024), "1536K");
}

}  // namespace
}  // namespace arena::config
