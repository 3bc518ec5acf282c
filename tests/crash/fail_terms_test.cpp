#include "daemon/fail_terms.hpp"

#include "daemon/fail_points.hpp"
#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

#include <set>

namespace arena {
namespace {

using enum fail_act::kind;

std::vector<fail_act> hits(const char* text, int count) {
  auto terms = fail_terms::parse(text);
  EXPECT_TRUE(terms) << text;
  std::vector<fail_act> seen;
  for (int i = 0; terms && i < count; ++i) {
    seen.push_back(terms->next());
  }
  return seen;
}

TEST(FailTerms, SayWhatEachHitDoes) {
  using std::chrono::milliseconds;
  const fail_act nothing{.what = off};
  const fail_act dies{.what = fail_act::kind::kill};
  const fail_act waits{.what = delay, .time = milliseconds(20)};
  const fail_act full{.what = error, .text = "disk full"};
  struct row {
    const char* text;
    std::vector<fail_act> expected;
  };
  const row rows[] = {
      {"off", {nothing, nothing}},
      {"kill", {dies, dies, dies}},
      {"1*off->kill", {nothing, dies, dies}},
      {"2*error(disk full)->1*delay(20)", {full, full, waits, nothing, nothing}},
      {"delay(20)->kill", {waits, waits, waits}},
      {"error()", {{.what = error}}},
      {"error(2*3)", {{.what = error, .text = "2*3"}}},
  };
  for (const auto& each : rows) {
    EXPECT_EQ(hits(each.text, static_cast<int>(each.expected.size())), each.expected) << each.text;
  }
}

TEST(FailTerms, AnythingElseIsRefused) {
  for (const auto* text : {"", "die", "0*kill", "x*kill", "-1*kill", "kill->", "->kill", "delay", "delay()",
                           "delay(x)", "delay(9999999)", "error", "error(x", "kill(1)", "1*", "*kill"}) {
    const auto parsed = fail_terms::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, bouts::errc::invalid) << text;
  }
}

TEST(FailPoints, AreNamedInOneList) {
  const auto parsed = parse_fail_points("run.started=kill;run.ended=1*off->delay(3)");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->size(), 2U);
  EXPECT_TRUE(parse_fail_points("")->empty());
  for (const auto* text :
       {"run.strated=kill", "run.started", "run.started=", "=kill", "run.started=kill;x=off"}) {
    EXPECT_FALSE(parse_fail_points(text)) << text;
  }
}

TEST(FailPoints, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const auto& place : fail_point_places) {
    EXPECT_TRUE(names.insert(place.name).second) << place.name;
  }
}

TEST(FailPoints, AreNotInTheProgramsThatUsersGet) {
  constexpr const char* variable = "ARENA_FAIL_POINT";
  EXPECT_NE(e2e::read_text(ARENA_CONNECT_FAILING).find(variable), std::string::npos);
  EXPECT_EQ(e2e::read_text(ARENA_CONNECT).find(variable), std::string::npos);
  EXPECT_EQ(e2e::read_text(ARENA_RUNNER).find(variable), std::string::npos);
}

}  // namespace
}  // namespace arena
