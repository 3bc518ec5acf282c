// What each fault does to a request, and that chance comes from its seed alone.
#include "sandbox/sent_body.hpp"
#include "tests/sandbox/arena_world.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;

namespace {

constexpr const char* list_path = "/api/v1/challenges";

void ask_for(world& in, const std::string& fault) {
  EXPECT_EQ(in.ask("POST", "/_arena/fault", fault).status, 200) << fault;
}

// What goes over the line of such a body.
std::string sent(const answer& given) {
  boost::asio::io_context io;
  const auto body = make_sent_body(given.body, *given.sent_as);
  std::string all;
  while (auto piece = test_support::run(io, body->next())) {
    all += *piece;
  }
  return all;
}

// Which of 64 requests are hit.
std::string hits(const std::string& seed) {
  world some;
  ask_for(some, R"({"status":500,"chance":0.5,"count":1000,"seed":")" + seed + "\"}");
  std::string found;
  for (int i = 0; i < 64; ++i) {
    found += some.ask("GET", "/api/v1/sandbox/challenges").status == 500 ? 'x' : '.';
  }
  return found;
}

}  // namespace

TEST(FaultAnswers, AreGarbageThatBeginsLikeJsonAndFollowsFromTheSeed) {
  const auto garbage = [](const std::string& seed) {
    world some;
    ask_for(some, R"({"mode":"garbage","bytes":300,"seed":")" + seed + "\"}");
    const auto given = some.ask("GET", list_path);
    EXPECT_EQ(given.status, 200);
    EXPECT_EQ(given.content_type, "application/json");
    return given.body;
  };
  const auto one = garbage("a");
  EXPECT_EQ(one.size(), 300U);
  EXPECT_TRUE(one.starts_with("{\"data\""));
  json::error_code failed;
  json::parse(one, failed);
  EXPECT_TRUE(failed);
  EXPECT_EQ(one, garbage("a"));
  EXPECT_NE(one, garbage("b"));
}

TEST(FaultAnswers, AreCutInTheMiddleOfTheBody) {
  world some;
  ask_for(some, R"({"mode":"truncated"})");
  const auto given = some.ask("GET", list_path);
  const auto got = sent(given);
  EXPECT_GT(got.size(), 0U);
  EXPECT_LT(got.size(), given.body.size());
  EXPECT_TRUE(given.body.starts_with(got));
  ask_for(some, R"({"mode":"truncated","bytes":7})");
  EXPECT_EQ(sent(some.ask("GET", list_path)).size(), 7U);
}

TEST(FaultAnswers, AreProcessedWhereTheyAreCutHugeOrSlow) {
  for (const char* mode : {"truncated", "huge", "slow", "cut_after"}) {
    world some;
    const challenge& one = some.add_challenge();
    ask_for(some, R"({"mode":")" + std::string(mode) + "\"}");
    const plan what = some.all.admit(with_bearer("POST", "/api/v1/challenges/" + one.id.str() + "/sessions",
                                                 some.arena.people.at(0).token),
                                     start);
    some.all.carry_out(what,
                       with_bearer("POST", "/api/v1/challenges/" + one.id.str() + "/sessions",
                                   some.arena.people.at(0).token),
                       start);
    EXPECT_EQ(some.arena.sessions.size(), 1U) << mode;
  }
}

TEST(FaultAnswers, AreLongerThanAClientShouldTake) {
  world some;
  ask_for(some, R"({"mode":"huge","bytes":100000})");
  const auto given = some.ask("GET", list_path);
  const auto got = sent(given);
  EXPECT_EQ(got.size(), given.body.size() + 100'000);
  EXPECT_EQ(json::parse(got), json::parse(given.body)) << "only its length is wrong";
}

TEST(FaultAnswers, ComeAFewBytesAtATime) {
  world some;
  ask_for(some, R"({"mode":"slow","bytes":3,"pause_ms":1})");
  const auto given = some.ask("GET", list_path);
  EXPECT_EQ(given.sent_as->piece, 3U);
  EXPECT_EQ(given.sent_as->pause, milliseconds(1));
  EXPECT_EQ(sent(given), given.body);
}

TEST(FaultAnswers, ListEverythingTwice) {
  world some;
  const auto plain = json::parse(some.ask("GET", "/api/v1/sandbox/challenges").body);
  ask_for(some, R"({"mode":"repeated"})");
  const auto twice = json::parse(some.ask("GET", "/api/v1/sandbox/challenges").body);
  const auto& once = plain.at("data").as_array();
  ASSERT_FALSE(once.empty());
  json::array expected = once;
  expected.insert(expected.end(), once.begin(), once.end());
  EXPECT_EQ(twice.at("data").as_array(), expected);
}

TEST(FaultAnswers, HitByChanceAsTheSeedSays) {
  const auto one = hits("a");
  EXPECT_TRUE(one.contains('x') && one.contains('.')) << one;
  EXPECT_EQ(one, hits("a"));
  EXPECT_NE(one, hits("b"));
}

TEST(FaultRequests, MayNameAnEndpointByItsPattern) {
  world some;
  ask_for(some, R"({"path":"/api/v1/sessions/:id/submissions","status":503})");
  EXPECT_EQ(some.ask("GET", "/api/v1/sessions/x").status, 404);
  EXPECT_EQ(some.ask("POST", "/api/v1/sessions/x/submissions", R"({"content":"x"})").status, 503);
}

TEST(FaultRequests, AreRefusedWhenAKeyIsWrong) {
  world some;
  for (const char* wrong :
       {R"({"path":7})", R"({"method":7})", R"({"mode":7})", R"({"seed":7})", R"({"colour":"red"})",
        R"({"mode":"delay"})", R"({"bytes":0})", R"({"bytes":1000000001})", R"({"chance":1.5})",
        R"({"chance":"x"})", R"({"pause_ms":-1})", R"({"retry_after":"soon"})", R"({"count":1.5})"}) {
    EXPECT_EQ(some.ask("POST", "/_arena/fault", wrong).status, 400) << wrong;
  }
  EXPECT_EQ(some.all.weather.waiting(), 0U);
}
