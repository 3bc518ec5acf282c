#include "core/base/error.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace {

using bouts::errc;

const std::vector<errc>& all_kinds() {
  static const std::vector<errc> kinds = {
      errc::cancelled,  errc::unauthorized, errc::forbidden, errc::not_found,  errc::conflict,  errc::gone,
      errc::validation, errc::rate_limited, errc::server,    errc::bad_answer, errc::too_large, errc::network,
      errc::tls,        errc::timed_out,    errc::bad_url,   errc::config,     errc::io,        errc::spawn,
      errc::invalid,    errc::no_solution,  errc::busy};
  return kinds;
}

bouts::error error_with(errc kind, std::string message) {
  return bouts::fail(kind, std::move(message)).error();
}

TEST(Errc, EveryKindHasItsOwnNameAndASentence) {
  std::set<std::string_view> names;
  for (const errc kind : all_kinds()) {
    EXPECT_TRUE(names.insert(to_string(kind)).second) << to_string(kind);
    EXPECT_NE(to_string(kind), "unknown");
    EXPECT_TRUE(describe(kind).ends_with('.')) << describe(kind);
  }
}

TEST(Errc, AValueOutsideOfTheListIsNamedUnknown) {
  EXPECT_EQ(to_string(static_cast<errc>(0)), "unknown");
}

TEST(Fail, CarriesKindAndMessageAndNothingElse) {
  const auto failure = error_with(errc::io, "disk is full");
  EXPECT_EQ(failure.kind, errc::io);
  EXPECT_EQ(failure.message, "disk is full");
  EXPECT_EQ(failure.status, 0);
  EXPECT_TRUE(failure.code.empty());
  EXPECT_TRUE(failure.request_id.empty());
  EXPECT_EQ(failure.attempts, 1);
  EXPECT_FALSE(failure.retry_after);
}

TEST(ErrorDescribe, IsTheMessageAloneWhenNothingElseIsKnown) {
  EXPECT_EQ(error_with(errc::io, "disk is full").describe(), "disk is full");
}

TEST(ErrorDescribe, FallsBackToTheSentenceOfTheKind) {
  EXPECT_EQ(error_with(errc::rate_limited, "").describe(), std::string(describe(errc::rate_limited)));
}

TEST(ErrorDescribe, PutsWhatTheArenaToldInBrackets) {
  auto failure = error_with(errc::rate_limited, "Slow down");
  failure.status = 429;
  failure.code = "RATE_LIMITED";
  failure.request_id = "5f0c";
  failure.attempts = 3;
  EXPECT_EQ(failure.describe(), "Slow down (HTTP 429, RATE_LIMITED, request 5f0c, 3 attempts)");
  failure.code.clear();
  failure.attempts = 1;
  EXPECT_EQ(failure.describe(), "Slow down (HTTP 429, request 5f0c)");
}

}  // namespace
