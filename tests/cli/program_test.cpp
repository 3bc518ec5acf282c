// `bouts` from its arguments to its output, against a scripted arena.
#include "cli/program.hpp"

#include "cli/exit_code.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_file.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <thread>
#include <vector>

namespace {

using namespace bouts;
using test_support::reply;

class Bouts : public testing::Test {
 protected:
  Bouts() {
    from.base_url = server.url();
    from.token = "bouts_sk_token";
    from.agent_key = "aa_agent_key";
  }

  // The arena answers in a thread of its own, as the program blocks; afterwards that thread has ended.
  int run(std::vector<std::string> arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    io.restart();
    const auto guard = boost::asio::make_work_guard(io);
    int code = 0;
    {
      const std::jthread arena([this] { io.run(); });
      code = cli::run(std::move(arguments), from, {.in = in, .out = out, .err = err});
      io.stop();
    }
    printed = out.str();
    complained = err.str();
    return code;
  }

  boost::asio::io_context io;
  test_support::scripted_server server{io.get_executor()};
  cli::environment from;
  std::string printed;
  std::string complained;
};

const std::string judged = R"({"data":{"id":"u1","submission_status":"completed"}})";

TEST_F(Bouts, ListsChallengesAsATable) {
  server.then(reply::json(
      200, R"({"data":[{"id":"c1","title":"Todo \u001b[31mapp","status":"active","format":"sprint",)"
           R"("category":"speed_build","time_limit_minutes":60},{"id":"c22","title":"B"}],)"
           R"("pagination":{"total":9,"page":1,"limit":2,"has_more":true}})"));
  ASSERT_EQ(run({"challenges", "list", "--status", "active", "--limit", "2"}), 0) << complained;
  EXPECT_EQ(server.requests().at(0).target, "/api/v1/challenges?status=active&limit=2");
  EXPECT_EQ(printed,
            "ID   STATUS  FORMAT  CATEGORY     MINUTES  ENDS  TITLE\n"
            "c1   active  sprint  speed_build  60       -     Todo \\x1B[31mapp\n"
            "c22                               -        -     B\n"
            "(page 1; 9 in all: more with --page 2)\n");
}

TEST_F(Bouts, PrintsOneJsonDocumentOnRequest) {
  server.then(reply::json(200, R"({"data":{"session_id":"s1","existing":true}})"));
  ASSERT_EQ(run({"sessions", "open", "c1", "--json"}), 0) << complained;
  EXPECT_EQ(printed, "{\"session_id\":\"s1\",\"expires_at\":null,\"existing\":true,\"entry_id\":null}\n");
}

TEST_F(Bouts, SubmitsStandardInputAndWaits) {
  server.then(reply::json(201, R"({"data":{"id":"u1","submission_status":"received"}})"))
      .then(reply::json(200, judged));
  ASSERT_EQ(run({"submit", "s1", "--wait"}, "forty-two"), 0) << complained;
  EXPECT_EQ(server.requests().at(0).body, R"({"content":"forty-two","files":[]})");
  EXPECT_EQ(server.requests().at(0).header("Idempotency-Key").size(), 64U);
  EXPECT_EQ(server.requests().at(1).target, "/api/v1/submissions/u1");
  EXPECT_TRUE(printed.contains("completed")) << printed;
}

TEST_F(Bouts, SubmitsAFile) {
  const test_support::temporary_file file("from a file");
  server.then(reply::json(201, R"({"data":{"id":"u1","submission_status":"received"}})"));
  ASSERT_EQ(run({"submit", "s1", "--file", file.path()}), 0) << complained;
  EXPECT_EQ(server.requests().at(0).body, R"({"content":"from a file","files":[]})");
}

TEST_F(Bouts, TellsASubmissionThatDidNotPassByItsExitCode) {
  server.then(reply::json(201, R"({"data":{"id":"u1","submission_status":"received"}})"))
      .then(reply::json(200,
                        R"({"data":{"id":"u1","submission_status":"rejected","rejection_reason":"empty"}})"));
  EXPECT_EQ(run({"submit", "s1", "--wait"}, "x"), cli::exit_not_passed);
  EXPECT_TRUE(printed.contains("empty")) << printed;
}

TEST_F(Bouts, RefusesAContentThatTheArenaWouldRefuse) {
  EXPECT_EQ(run({"submit", "s1"}, ""), cli::exit_code(errc::invalid));
  EXPECT_EQ(run({"submit", "s1"}, "\xff\xfe"), cli::exit_code(errc::invalid));
  EXPECT_EQ(run({"submit", "s1"}, std::string("a\0b", 3)), cli::exit_code(errc::invalid));
  EXPECT_EQ(run({"submit", "s1"}, std::string(100'001, 'x')), cli::exit_code(errc::too_large));
  EXPECT_EQ(run({"submit", "s1", "--file", "/nowhere/at/all"}), cli::exit_code(errc::io));
  EXPECT_TRUE(complained.contains("/nowhere/at/all")) << complained;
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Bouts, ShowsSubmissionsBreakdownsResultsAndPings) {
  server.then(reply::json(200, judged))
      .then(reply::json(
          200, R"({"data":{"final_score":87.5,"lane_breakdown":{"speed":{"score":9,"summary":"fast"}}}})"))
      .then(reply::json(200, R"({"data":{"id":"m1","score":87.5,"status":"clean","rank":3}})"))
      .then(reply::json(200, R"({"status":"ok","agent_id":"a1","is_online":true})"));
  ASSERT_EQ(run({"submissions", "get", "u1"}), 0) << complained;
  ASSERT_EQ(run({"submissions", "breakdown", "u1"}), 0) << complained;
  EXPECT_TRUE(printed.contains("9  fast")) << printed;
  ASSERT_EQ(run({"results", "get", "u1"}), 0) << complained;
  EXPECT_TRUE(printed.contains("87.5")) << printed;
  ASSERT_EQ(run({"ping"}), 0) << complained;
  EXPECT_EQ(printed, "agent a1 is online\n");
  EXPECT_EQ(server.requests().at(3).body, "{}") << "a ping that says more would rename the agent";
}

TEST_F(Bouts, TellsEachFailureByItsExitCodeAndOneLine) {
  struct row {
    int status;
    errc kind;
  };
  for (const row& one : std::vector<row>{{401, errc::unauthorized},
                                         {403, errc::forbidden},
                                         {404, errc::not_found},
                                         {409, errc::conflict},
                                         {410, errc::gone},
                                         {400, errc::validation}}) {
    server.then(
        reply::json(one.status, R"({"error":{"message":"two\nlines","code":"NO","request_id":"r-1"}})"));
    EXPECT_EQ(run({"sessions", "get", "s1"}), cli::exit_code(one.kind)) << one.status;
    EXPECT_EQ(printed, "");
    EXPECT_EQ(std::ranges::count(complained, '\n'), 1) << complained;
    EXPECT_TRUE(complained.contains("r-1")) << complained;
  }
}

TEST_F(Bouts, SaysWhichKeyIsMissing) {
  from.token.clear();
  from.agent_key.clear();
  EXPECT_EQ(run({"ping"}), cli::exit_code(errc::config));
  EXPECT_TRUE(complained.contains("ARENA_API_KEY")) << complained;
  EXPECT_EQ(run({"sessions", "get", "s1"}), cli::exit_code(errc::config));
  EXPECT_TRUE(complained.contains("BOUTS_API_KEY")) << complained;
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Bouts, TakesAKeyWithALineFeed) {
  from.token = "bouts_sk_token\n";
  server.then(reply::json(200, R"({"data":{"id":"s1"}})"));
  ASSERT_EQ(run({"sessions", "get", "s1"}), 0) << complained;
  EXPECT_EQ(server.requests().at(0).header("Authorization"), "Bearer bouts_sk_token");
}

TEST_F(Bouts, KnowsAWrongCommandLine) {
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {"nonsense"},
                                                       {"challenges"},
                                                       {"challenges", "get"},
                                                       {"challenges", "get", "../../etc"},
                                                       {"challenges", "list", "--limit", "51"},
                                                       {"sessions", "get", "s1", "--nonsense"}};
  for (const auto& arguments : wrong) {
    EXPECT_EQ(run(arguments), cli::exit_usage);
    EXPECT_EQ(std::ranges::count(complained, '\n'), 1) << complained;
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Bouts, SaysWhichWordIsNoCommandAndWhatThereIs) {
  run({"chalenges", "list"});
  EXPECT_TRUE(complained.contains("there is no command 'chalenges': ")) << complained;
  EXPECT_TRUE(complained.contains("challenges, sessions")) << complained;
  run({"challenges", "lst", "--json"});
  EXPECT_TRUE(complained.contains("there is no command 'lst' behind 'challenges': list, get, create-session"))
      << complained;
  run({"challenges"});
  EXPECT_TRUE(complained.contains("a command is missing behind 'challenges': list, get")) << complained;
  run({"challenges", "get"});
  EXPECT_TRUE(complained.contains("is required")) << complained;
}

TEST_F(Bouts, DocumentsEveryExitCode) {
  ASSERT_EQ(run({"--help"}), 0);
  EXPECT_TRUE(printed.contains("Exit codes:")) << printed;
  EXPECT_TRUE(printed.contains("BOUTS_API_KEY")) << printed;
}

TEST(ExitCode, HasOneMeaningEach) {
  std::map<int, errc> seen;
  for (int i = static_cast<int>(errc::cancelled); i <= static_cast<int>(errc::busy); ++i) {
    const auto kind = static_cast<errc>(i);
    const int code = cli::exit_code(kind);
    EXPECT_NE(code, 0);
    if (code != 1) {
      EXPECT_TRUE(seen.emplace(code, kind).second) << code << " means " << to_string(kind) << " too";
      EXPECT_TRUE(code == cli::exit_usage || cli::exit_code_help().contains(std::to_string(code) + "  "));
    }
  }
}

}  // namespace
