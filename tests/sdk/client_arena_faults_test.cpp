// Each kind of fault that arena-sandbox makes on request, and what the client makes of it.
#include "tests/sdk/arena_fixture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace bouts;
using namespace std::chrono_literals;

struct weather_row {
  const char* name;
  const char* fault;
  errc kind;   // what a single attempt makes of it
  int status;  // that the error carries
};

// Each hits reads of a session.
class ArenaFault : public arena_test, public testing::WithParamInterface<weather_row> {
 protected:
  // `more` beside the fault's own keys.
  void bring(int count) const {
    weather(R"({"path":"/api/v1/sessions/:id","method":"GET","count":)" + std::to_string(count) + "," +
            GetParam().fault + "}");
  }
  void clear_up() const { weather(R"({"clear":true})"); }
};

TEST_P(ArenaFault, IsNamedForWhatItIsAndGotThroughByARepeat) {
  const client api = production();
  const session_id session = open(api, assign());
  // Twice, as a connection that dies is tried once more on a fresh one without a word.
  bring(2);
  const auto failed = once(api).sessions().get(session);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, GetParam().kind) << failed.error().describe();
  EXPECT_EQ(failed.error().status, GetParam().status) << failed.error().describe();
  clear_up();
  bring(2);
  const auto got = api.sessions().get(session);
  EXPECT_TRUE(got) << got.error().describe();
}

INSTANTIATE_TEST_SUITE_P(
    All, ArenaFault,
    testing::Values(
        weather_row{"Status500", R"("mode":"status","status":500)", errc::server, 500},
        weather_row{"Status503", R"("mode":"status","status":503,"retry_after":0)", errc::server, 503},
        weather_row{"Status429", R"("mode":"status","status":429,"retry_after":0)", errc::rate_limited, 429},
        weather_row{"CutBefore", R"("mode":"cut_before")", errc::network, 0},
        weather_row{"CutAfter", R"("mode":"cut_after")", errc::network, 0},
        weather_row{"Garbage", R"("mode":"garbage")", errc::bad_answer, 200},
        weather_row{"Garbage502", R"("mode":"garbage","status":502)", errc::server, 502},
        weather_row{"Html", R"("mode":"html")", errc::server, 502},
        weather_row{"Html200", R"("mode":"html","status":200)", errc::bad_answer, 200},
        weather_row{"Empty", R"("mode":"empty")", errc::server, 502},
        weather_row{"Empty200", R"("mode":"empty","status":200)", errc::bad_answer, 200},
        weather_row{"Truncated", R"("mode":"truncated")", errc::network, 0},
        weather_row{"TruncatedAfterOneByte", R"("mode":"truncated","bytes":1)", errc::network, 0}),
    [](const auto& about) { return std::string(about.param.name); });

class ArenaFaults : public arena_test {};

TEST_F(ArenaFaults, MayBeForGoodSoThatTheClientGivesUp) {
  const client api = production();
  const session_id session = open(api, assign());
  weather(R"({"path":"/api/v1/sessions/:id","count":100,"status":503})");
  const error why = api.sessions().get(session).error();
  EXPECT_EQ(why.kind, errc::server);
  EXPECT_EQ(why.attempts, 3);
  const auto waiting = arena_.ask("POST", "/_arena/fault", R"({"path":"/nowhere"})");
  EXPECT_EQ(waiting.body, R"({"waiting":2})");
}

TEST_F(ArenaFaults, DoNotFillTheMemoryWithAHugeAnswer) {
  const client api = production();
  const session_id session = open(api, assign());
  weather(R"({"path":"/api/v1/sessions/:id","count":10,"mode":"huge","bytes":900000000})");
  const error why = api.sessions().get(session).error();
  EXPECT_EQ(why.kind, errc::too_large) << why.describe();
  weather(R"({"clear":true})");
  weather(R"({"path":"/api/v1/sessions/:id","mode":"huge","bytes":1000})");
  EXPECT_TRUE(api.sessions().get(session)) << "a little more than needed does no harm";
}

TEST_F(ArenaFaults, AreWaitedOutOnlySoLong) {
  const client api = production();
  const session_id session = open(api, assign());
  const client hasty = once(api, 200ms);
  weather(R"({"path":"/api/v1/sessions/:id","mode":"delay","delay_ms":600000})");
  EXPECT_EQ(hasty.sessions().get(session).error().kind, errc::timed_out);
  weather(R"({"path":"/api/v1/sessions/:id","mode":"slow","bytes":1,"pause_ms":60000})");
  EXPECT_EQ(hasty.sessions().get(session).error().kind, errc::timed_out);
  weather(R"({"path":"/api/v1/sessions/:id","mode":"delay","delay_ms":20})");
  EXPECT_TRUE(api.sessions().get(session));
  weather(R"({"path":"/api/v1/sessions/:id","mode":"slow","bytes":100,"pause_ms":1})");
  EXPECT_TRUE(api.sessions().get(session));
}

TEST_F(ArenaFaults, MayTakeTheRequestAndLoseItsAnswer) {
  const client api = production();
  for (const char* mode : {"cut_after", "truncated"}) {
    const session_id session = open(api, assign());
    weather(R"({"path":"/api/v1/sessions/:id/submissions","method":"POST","count":1,"mode":")" +
            std::string(mode) + "\"}");
    const auto taken = api.sessions().submit(session, "42");
    ASSERT_TRUE(taken) << mode << ": " << taken.error().describe();
    EXPECT_TRUE(taken->idempotent) << "the first was taken, its answer lost: " << mode;
    EXPECT_EQ(api.sessions().get(session).value().submission_count, 1);
    weather(R"({"clear":true})");
  }
}

TEST_F(ArenaFaults, AreNotRepeatedWhereThatDoesHarm) {
  const client api = production();
  const webhook_request wanted{
      .url = "http://127.0.0.1:9/", .events = {webhook_event_type::result_finalized}, .secret = {}};
  weather(R"({"path":"/api/v1/webhooks","method":"POST","mode":"cut_after"})");
  EXPECT_EQ(api.webhooks().create(wanted).error().kind, errc::network);
  EXPECT_EQ(api.webhooks().list().value().size(), 1U) << "it was made, once";
}

TEST_F(ArenaFaults, OutagesEnd) {
  const client api = production();
  arena_.ask("POST", "/_arena/outage", R"({"on":true})");
  EXPECT_EQ(api.challenges().list().error().kind, errc::network);
  arena_.ask("POST", "/_arena/outage", R"({"on":false})");
  EXPECT_TRUE(api.challenges().list());
}

}  // namespace
