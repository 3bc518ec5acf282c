#include "core/http/retry.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

error failure(errc kind, int status = 0) {
  error made;
  made.kind = kind;
  made.status = status;
  return made;
}

const wall_time noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 22) + 12h;

TEST(Judge, TriesAgainWhatMayPass) {
  const std::vector<error> passing = {failure(errc::network),         failure(errc::tls),
                                      failure(errc::timed_out),       failure(errc::rate_limited, 429),
                                      failure(errc::server, 500),     failure(errc::server, 503),
                                      failure(errc::bad_answer, 200), failure(errc::validation, 408),
                                      failure(errc::validation, 425)};
  for (const error& one : passing) {
    EXPECT_EQ(judge(one, endpoint_kind::connector), verdict::again) << one.describe();
    EXPECT_EQ(judge(one, endpoint_kind::resource), verdict::again) << one.describe();
  }
}

TEST(Judge, GivesUpTheRequestThatCannotSucceed) {
  const std::vector<error> hopeless = {failure(errc::validation, 400),
                                       failure(errc::not_found, 404),
                                       failure(errc::conflict, 409),
                                       failure(errc::gone, 410),
                                       failure(errc::validation, 413),
                                       failure(errc::too_large, 200),
                                       failure(errc::bad_url),
                                       failure(errc::config),
                                       failure(errc::io),
                                       failure(errc::spawn),
                                       failure(errc::invalid),
                                       failure(errc::no_solution),
                                       failure(errc::busy),
                                       failure(errc::cancelled)};
  for (const error& one : hopeless) {
    EXPECT_EQ(judge(one, endpoint_kind::connector), verdict::dead) << one.describe();
    EXPECT_EQ(judge(one, endpoint_kind::resource), verdict::dead) << one.describe();
  }
}

TEST(Judge, ParksOnARefusedKey) {
  EXPECT_EQ(judge(failure(errc::unauthorized, 401), endpoint_kind::connector), verdict::park);
  EXPECT_EQ(judge(failure(errc::unauthorized, 401), endpoint_kind::resource), verdict::park);
}

TEST(Judge, ParksOnForbiddenOnlyAtConnectorEndpoints) {
  EXPECT_EQ(judge(failure(errc::forbidden, 403), endpoint_kind::connector), verdict::park);
  EXPECT_EQ(judge(failure(errc::forbidden, 403), endpoint_kind::resource), verdict::dead);
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  struct row {
    std::string header;
    std::optional<milliseconds> wait;
  };
  const std::vector<row> table = {
      {"0", 0ms},
      {"60", 60s},
      {"  7 ", 7s},
      {"Sun, 22 Mar 2026 12:00:30 GMT", 30s},
      {"Sun, 22 Mar 2026 11:59:00 GMT", 0ms},  // already over: never negative
      {"", std::nullopt},
      {"-5", std::nullopt},
      {"1.5", std::nullopt},
      {"soon", std::nullopt},
      {"60 s", std::nullopt},
  };
  for (const row& one : table) {
    EXPECT_EQ(parse_retry_after(one.header, noon), one.wait) << '"' << one.header << '"';
  }
}

TEST(RetryAfter, SurvivesNumbersThatDoNotFit) {
  const auto wait = parse_retry_after("99999999999999999999999999", noon);
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, longest_retry_after);
  EXPECT_EQ(retry_policy{}.wait(1, 0.0, wait), longest_retry_after);
}

TEST(RetryPolicy, DoublesTheBoundUpToTheCap) {
  const retry_policy policy{.max_attempts = 10, .base = 500ms, .cap = 3s};
  const double almost_one = 0.999999999;
  const std::vector<milliseconds> bounds = {500ms, 1s, 2s, 3s, 3s};
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const milliseconds wait = policy.wait(static_cast<int>(i) + 1, almost_one, std::nullopt);
    EXPECT_LE(wait, bounds[i]);
    EXPECT_GE(wait, bounds[i] - 1ms);
  }
}

TEST(RetryPolicy, SpreadsTheWaitOverAllOfTheBound) {
  const retry_policy policy{.max_attempts = 3, .base = 1s, .cap = 30s};
  EXPECT_EQ(policy.wait(1, 0.0, std::nullopt), 0ms);
  EXPECT_EQ(policy.wait(1, 0.5, std::nullopt), 500ms);
  EXPECT_EQ(policy.wait(2, 0.5, std::nullopt), 1s);
}

TEST(RetryPolicy, StaysBoundedAfterManyFailures) {
  const retry_policy policy;
  EXPECT_LE(policy.wait(1'000'000, 0.99, std::nullopt), policy.cap);
}

TEST(RetryPolicy, NeverComesBackEarlierThanAsked) {
  const retry_policy policy;
  EXPECT_EQ(policy.wait(1, 0.0, 60s), 60s);
  const milliseconds latest = policy.wait(1, 0.999, 60s);
  EXPECT_GT(latest, 60s);
  EXPECT_LE(latest, 66s);
  EXPECT_EQ(policy.wait(5, 0.0, milliseconds(-3)), 0ms);
}

TEST(RetryPolicy, ObeysARetryAfterOnlyUpToItsLimit) {
  EXPECT_EQ(retry_policy{}.wait(1, 0.0, std::chrono::hours(5)), longest_retry_after);
}

TEST(RetryPolicy, NoneMeansOneAttempt) {
  EXPECT_EQ(retry_policy::none().max_attempts, 1);
}

}  // namespace
