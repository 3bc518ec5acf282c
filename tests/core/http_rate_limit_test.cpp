#include "core/http/rate_limit.hpp"
#include "core/http/retry.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

const wall_time now(1774173600s);  // 2026-03-22T10:00:00Z

TEST(RateLimit, IsReadFromTheHeadersThatThereAre) {
  const auto all = parse_rate_limit("60", " 59 ", "30", now);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->limit, 60);
  EXPECT_EQ(all->remaining, 59);
  EXPECT_EQ(all->reset, now + 30s);
  const auto some = parse_rate_limit("60", "0", "", now);
  EXPECT_EQ(some->remaining, 0);
  EXPECT_FALSE(some->reset);
  for (const std::string_view nonsense : {"", "x", "-1", "1e3", "99999999999999999999", "60;w=60"}) {
    EXPECT_FALSE(parse_rate_limit(nonsense, nonsense, nonsense, now)) << nonsense;
  }
}

TEST(RateLimit, ReadsAResetInEveryFormThatServicesUse) {
  struct row {
    std::string_view text;
    wall_time at;
  };
  for (const row& one : std::vector<row>{{"0", now},
                                         {"90", now + 90s},
                                         {"1774173660", now + 60s},
                                         {"1774173660000", now + 60s},
                                         {"2026-03-22T10:01:00Z", now + 60s},
                                         {"Sun, 22 Mar 2026 10:01:00 GMT", now + 60s}}) {
    const auto read = parse_rate_limit("", "", one.text, now);
    ASSERT_TRUE(read) << one.text;
    EXPECT_EQ(read->reset, one.at) << one.text;
  }
  EXPECT_FALSE(parse_rate_limit("", "", "9223372036854775807", now));
}

TEST(Repeat, IsAllowedOnlyWhereItDoesNoHarm) {
  error lost;
  lost.kind = errc::network;
  error refused;
  refused.kind = errc::rate_limited;
  refused.status = 429;
  error wrong;
  wrong.kind = errc::validation;
  wrong.status = 400;
  error broken;
  broken.kind = errc::server;
  broken.status = 500;
  struct row {
    repeat kind;
    bool lost, refused, broken;
  };
  for (const row& one : {row{repeat::harmless, true, true, true}, row{repeat::if_refused, false, true, false},
                         row{repeat::never, false, false, false}}) {
    EXPECT_EQ(may_repeat(one.kind, lost, endpoint_kind::resource), one.lost);
    EXPECT_EQ(may_repeat(one.kind, refused, endpoint_kind::resource), one.refused);
    EXPECT_EQ(may_repeat(one.kind, broken, endpoint_kind::resource), one.broken);
    EXPECT_FALSE(may_repeat(one.kind, wrong, endpoint_kind::resource));
  }
}

}  // namespace
