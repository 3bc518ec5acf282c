#include "control/pull_routes.hpp"

#include "tests/support/run.hpp"

#include <gtest/gtest.h>

namespace arena::control {
namespace {

using bouts::errc;

// Takes everything, and tells what it was.
struct made_up_desk final : pull_view {
  boost::asio::awaitable<bouts::result<std::optional<pulled_bout>>> next(pull_request what) override {
    asked = std::move(what);
    co_return there;
  }
  bouts::status say(const bouts::entry_id& entry, std::string_view lines) override {
    return take("say", entry, lines);
  }
  bouts::status hand_in(const bouts::entry_id& entry, std::string_view answer) override {
    return take("hand_in", entry, answer);
  }
  bouts::status give_up(const bouts::entry_id& entry, std::string_view why) override {
    return take("give_up", entry, why);
  }
  bouts::status take(const char* what, const bouts::entry_id& entry, std::string_view text) {
    told = std::string(what) + " " + entry.str() + " " + std::string(text);
    return refusal;
  }

  bouts::result<std::optional<pulled_bout>> there = std::optional<pulled_bout>();
  bouts::status refusal;
  pull_request asked;
  std::string told;
};

class PullRoutes : public testing::Test {
 protected:
  httpd::answer ask(std::string method, std::string target, std::string body = "") {
    httpd::request in;
    in.method = std::move(method);
    in.target = std::move(target);
    in.body = std::move(body);
    EXPECT_TRUE(is_pull_request(in)) << in.target;
    auto given = test_support::run(io, serve_pull(desk, std::move(in)));
    EXPECT_TRUE(given);
    return std::move(*given);
  }
  static std::string header(const httpd::answer& of, std::string_view name) {
    for (const auto& one : of.headers) {
      if (one.name == name) {
        return one.value;
      }
    }
    return "";
  }

  boost::asio::io_context io;
  made_up_desk desk;
};

TEST_F(PullRoutes, GivesTheChallengeWithItsDeadlineInHeaders) {
  pulled_bout bout;
  bout.entry = *bouts::entry_id::parse("e-1");
  bout.challenge = R"({"title":"T"})";
  bout.deadline = bouts::wall_time(std::chrono::hours(490'000));
  bout.time_left = bouts::milliseconds(61'500);
  desk.there = bout;
  const auto given = ask("GET", "/v1/next?agent=nova&worker=w%201&wait=7");
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(given.body, bout.challenge + "\n");
  EXPECT_EQ(header(given, "Arena-Entry"), "e-1");
  EXPECT_EQ(header(given, "Arena-Deadline"), bouts::format_iso8601(bout.deadline));
  EXPECT_EQ(header(given, "Arena-Time-Left-Ms"), "61500");
  EXPECT_EQ(desk.asked.agent, "nova");
  EXPECT_EQ(desk.asked.worker, "w 1");
  EXPECT_EQ(desk.asked.wait, std::chrono::seconds(7));
}

TEST_F(PullRoutes, AnswersWithoutABodyWhenThereIsNone) {
  const auto given = ask("GET", "/v1/next");
  EXPECT_EQ(given.status, 204);
  EXPECT_EQ(desk.asked.wait, usual_wait);
}

TEST_F(PullRoutes, RefusesAWaitThatIsNone) {
  for (const char* wait : {"x", "-1", "61", "5s"}) {
    EXPECT_EQ(ask("GET", std::string("/v1/next?wait=") + wait).status, 400) << wait;
  }
}

TEST_F(PullRoutes, PassesOnWhatTheAgentSays) {
  EXPECT_EQ(ask("POST", "/v1/bouts/e-1/events", "line").status, 204);
  EXPECT_EQ(desk.told, "say e-1 line");
  EXPECT_EQ(ask("POST", "/v1/bouts/e-1/submission", "2 3 5").status, 202);
  EXPECT_EQ(desk.told, "hand_in e-1 2 3 5");
  EXPECT_EQ(ask("POST", "/v1/bouts/e-1/failure", "no idea").status, 202);
  EXPECT_EQ(desk.told, "give_up e-1 no idea");
}

TEST_F(PullRoutes, TellsWhyItWasRefused) {
  desk.refusal = bouts::fail(errc::conflict, "this bout was answered already");
  const auto given = ask("POST", "/v1/bouts/e-1/submission", "again");
  EXPECT_EQ(given.status, 409);
  EXPECT_NE(given.body.find("answered already"), std::string::npos) << given.body;
}

TEST_F(PullRoutes, KnowsWhichMethodAPathHas) {
  EXPECT_EQ(ask("POST", "/v1/next").status, 405);
  EXPECT_EQ(header(ask("GET", "/v1/bouts/e-1/submission"), "Allow"), "POST");
}

TEST_F(PullRoutes, LeavesOtherPathsToOthers) {
  for (const auto& [method, target] :
       std::vector<std::pair<std::string, std::string>>{{"GET", "/v1/status"},
                                                        {"POST", "/v1/bouts/e-1/cancel"},
                                                        {"GET", "/v1/bouts/e-1/events"},
                                                        {"POST", "/v1/bouts//events"}}) {
    httpd::request in;
    in.method = method;
    in.target = target;
    EXPECT_FALSE(is_pull_request(in)) << method << " " << target;
  }
}

// What the port answers to a request that shows this as "Authorization"; the desk's answers are at hand.
class PullPort : public PullRoutes {
 protected:
  httpd::answer ask_port(std::optional<std::string> shown, std::string target = "/v1/next?wait=0") {
    httpd::request in;
    in.method = "GET";
    in.target = std::move(target);
    if (shown) {
      in.headers.push_back({"authorization", *shown});
    }
    auto given = test_support::run(io, serve_pull_port(desk, std::move(in), token));
    EXPECT_TRUE(given);
    return std::move(*given);
  }

  bouts::secret token{"0123456789abcdef"};
};

TEST_F(PullPort, AnswersWhoShowsTheToken) {
  EXPECT_EQ(ask_port("Bearer 0123456789abcdef").status, 204);
  EXPECT_EQ(desk.asked.wait, bouts::milliseconds(0));
}

TEST_F(PullPort, TurnsAwayWhoDoesNot) {
  for (const auto& shown : std::vector<std::optional<std::string>>{{},
                                                                   "",
                                                                   "Bearer",
                                                                   "Bearer ",
                                                                   "Bearer 0123456789abcde",
                                                                   "Bearer 0123456789abcdef0",
                                                                   "Basic 0123456789abcdef",
                                                                   "0123456789abcdef"}) {
    const auto given = ask_port(shown);
    EXPECT_EQ(given.status, 401) << shown.value_or("nothing");
    EXPECT_EQ(header(given, "WWW-Authenticate"), "Bearer");
  }
  EXPECT_EQ(ask_port({}, "/v1/status").status, 401) << "nobody is told what is here";
}

TEST_F(PullPort, TurnsEverybodyAwayWithoutATokenOfItsOwn) {
  token = bouts::secret();
  EXPECT_EQ(ask_port("Bearer ").status, 401);
}

TEST_F(PullPort, HasNothingButTheRoutesOfAgents) {
  for (const char* target : {"/v1/status", "/v1/bouts", "/metrics", "/healthz"}) {
    EXPECT_EQ(ask_port("Bearer 0123456789abcdef", target).status, 404) << target;
  }
}

TEST_F(PullPort, TheSocketOfAgentsHasNothingElseEither) {
  httpd::request in;
  in.target = "/v1/status";
  EXPECT_EQ(test_support::run(io, serve_pull_alone(desk, in))->status, 404);
  in.target = "/v1/next?wait=0";
  EXPECT_EQ(test_support::run(io, serve_pull_alone(desk, in))->status, 204);
}

}  // namespace
}  // namespace arena::control
