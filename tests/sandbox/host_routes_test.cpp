// What the host answers without the arena, the bad weather, and the control endpoints.
#include "tests/sandbox/arena_world.hpp"

#include <gtest/gtest.h>

using namespace arena::sandbox;
using namespace arena::sandbox::test;
namespace json = boost::json;

namespace {

constexpr const char* ping_path = "/api/v1/agents/ping";

// Nothing when the connection would be closed without an answer.
std::optional<answer> try_ping(world& in, wall_time now = start) {
  request ping;
  ping.method = "POST";
  ping.target = ping_path;
  ping.api_key = in.arena.people.at(0).key;
  const plan what = in.all.admit(ping, now);
  return in.all.carry_out(what, ping, now);
}

answer control(world& in, const char* path, std::string body) {
  return in.ask("POST", path, std::move(body));
}

}  // namespace

TEST(Host, AnswersAnUnknownPathWithHtml) {
  world some;
  for (const char* path : {"/api/v1/nothing", "/api", "/api/v1/sessions", "/api/v1/sessions/a/b"}) {
    const auto given = some.ask("GET", path);
    EXPECT_EQ(given.status, 404) << path;
    EXPECT_TRUE(given.content_type.starts_with("text/html")) << path;
  }
}

TEST(Host, AnswersAWrongMethodWithNothing) {
  world some;
  for (const auto& [method, path] : {std::pair{"GET", ping_path},
                                     {"DELETE", "/api/v1/challenges"},
                                     {"GET", "/api/v1/challenges/x/sessions"},
                                     {"PUT", "/api/v1/results/x"}}) {
    const auto given = some.ask(method, path);
    EXPECT_EQ(given.status, 405) << path;
    EXPECT_TRUE(given.body.empty());
  }
}

TEST(Host, RedirectsAnUncleanPath) {
  world some;
  for (const auto& [path, clean] : {std::pair{"/api/v1/challenges/", "/api/v1/challenges"},
                                    {"/api//v1/challenges?page=1", "/api/v1/challenges?page=1"},
                                    {"//api/v1/agents/ping//", "/api/v1/agents/ping"},
                                    {"//", "/"}}) {
    const auto given = some.ask("GET", path);
    EXPECT_EQ(given.status, 308) << path;
    EXPECT_EQ(header_of(given, "Location"), clean) << path;
  }
}

TEST(Outages, CloseEveryConnectionButThoseOfTheControl) {
  world some;
  EXPECT_EQ(at(control(some, "/_arena/outage", R"({"seconds":5})"), "/outage"), true);
  EXPECT_FALSE(try_ping(some));
  EXPECT_EQ(some.ask("GET", "/_arena/stats").status, 200);
  EXPECT_TRUE(try_ping(some, start + seconds(5)));
  control(some, "/_arena/outage", R"({"on":true})");
  EXPECT_FALSE(try_ping(some, start + hours(9)));
  control(some, "/_arena/outage", R"({"on":false})");
  EXPECT_TRUE(try_ping(some));
  EXPECT_EQ(control(some, "/_arena/outage", "{}").status, 400);
  EXPECT_EQ(control(some, "/_arena/outage", R"({"seconds":-1})").status, 400);
}

TEST(FaultRequests, MakeTheStatusTheyName) {
  world some;
  control(some, "/_arena/fault", R"({"path":"/api/v1/agents","status":429,"count":2,"retry_after":7})");
  for (int i = 0; i < 2; ++i) {
    const auto given = try_ping(some);
    ASSERT_TRUE(given);
    EXPECT_EQ(given->status, 429);
    EXPECT_EQ(header_of(*given, "Retry-After"), "7");
    EXPECT_TRUE(at(*given, "/error").is_string());
  }
  EXPECT_EQ(try_ping(some)->status, 200);
}

TEST(FaultRequests, HaveTheEndpointsErrorShape) {
  world some;
  control(some, "/_arena/fault", R"({"status":500})");
  EXPECT_EQ(text_at_pointer(some.ask("GET", "/api/v1/challenges"), "/error/code"), "DB_ERROR");
}

TEST(FaultRequests, CutBeforeOrAfterTheRequestIsProcessed) {
  world some;
  control(some, "/_arena/fault", R"({"mode":"cut_before"})");
  EXPECT_FALSE(try_ping(some));
  EXPECT_FALSE(some.arena.people.at(0).last_ping);
  control(some, "/_arena/fault", R"({"mode":"cut_after"})");
  EXPECT_FALSE(try_ping(some));
  EXPECT_EQ(some.arena.people.at(0).last_ping, start);
}

TEST(FaultRequests, SendRubbish) {
  world some;
  control(some, "/_arena/fault", R"({"mode":"garbage"})");
  EXPECT_EQ(try_ping(some)->status, 200);
  control(some, "/_arena/fault", R"({"mode":"html"})");
  const auto html = try_ping(some);
  EXPECT_EQ(html->status, 502);
  EXPECT_TRUE(html->content_type.starts_with("text/html"));
  control(some, "/_arena/fault", R"({"mode":"empty","status":200})");
  EXPECT_TRUE(try_ping(some)->body.empty());
}

TEST(FaultRequests, MayBeSlow) {
  world some;
  control(some, "/_arena/fault", R"({"mode":"slow","delay_ms":1500})");
  request ping;
  ping.method = "POST";
  ping.target = ping_path;
  EXPECT_EQ(some.all.admit(ping, start).delay, milliseconds(1500));
}

TEST(FaultRequests, CanBeTakenBackAndAreChecked) {
  world some;
  EXPECT_EQ(at(control(some, "/_arena/fault", R"({"count":5})"), "/waiting"), 1);
  EXPECT_EQ(at(control(some, "/_arena/fault", R"({"clear":true})"), "/waiting"), 0);
  for (const char* wrong :
       {"", "[]", R"({"mode":"x"})", R"({"status":99})", R"({"count":0})", R"({"delay_ms":-1})"}) {
    EXPECT_EQ(control(some, "/_arena/fault", wrong).status, 400) << wrong;
  }
}

TEST(RequestsView, ShowsWhatCameWithoutCredentials) {
  world some;
  const std::string long_body(2000, 'x');
  some.ask("POST", ping_path, long_body);
  some.ask("POST", "/api/v1/events/stream", long_body);
  const auto all = some.ask("GET", "/_arena/requests");
  ASSERT_EQ(at(all, "/requests").as_array().size(), 2U);
  EXPECT_EQ(at(all, "/requests/0/body").as_string().size(), 512U);
  EXPECT_EQ(at(all, "/requests/0/body_bytes"), 2000);
  EXPECT_EQ(at(all, "/requests/1/body").as_string().size(), 2000U) << "events are kept whole";
  EXPECT_EQ(at(all, "/requests/1/status"), 500);
  EXPECT_EQ(at(all, "/requests/1/agent"), 0);
  EXPECT_EQ(at(all, "/requests/1/received_ms"), start.time_since_epoch().count());
  EXPECT_EQ(all.body.find(some.arena.people.at(0).key), std::string::npos);
  EXPECT_EQ(at(some.ask("GET", "/_arena/requests?since=1"), "/requests").as_array().size(), 1U);
  EXPECT_EQ(at(some.ask("GET", "/_arena/requests?path=/api/v1/agents"), "/requests").as_array().size(), 1U);
}

TEST(StatsView, TellsHowHardAnAgentPressed) {
  world some;
  const challenge& one = some.add_challenge();
  const entry& part = some.assign_to(0, one);
  for (int i = 0; i < 31; ++i) {
    some.ask("POST", "/api/v1/events/stream", event_body(some, one));
  }
  some.ask("POST", "/api/v1/events/stream", event_body(some, one), start + seconds(60));
  const auto stats = some.ask("GET", "/_arena/stats");
  EXPECT_EQ(at(stats, "/agents/0/events_accepted"), 31);
  EXPECT_EQ(at(stats, "/agents/0/event_requests"), 32);
  EXPECT_EQ(at(stats, "/agents/0/max_event_requests_in_window"), 31);
  EXPECT_EQ(at(stats, "/agents/0/rate_limited"), 1);
  EXPECT_EQ(at(stats, "/agents/0/window_ms"), 60'000);
  EXPECT_EQ(at(stats, "/agents/0/submissions/" + part.id.str()), 0);
  EXPECT_EQ(at(stats, "/endpoints/POST ~1api~1v1~1events~1stream/200"), 31);
  EXPECT_EQ(at(stats, "/endpoints/POST ~1api~1v1~1events~1stream/429"), 1);
}

TEST(EntriesView, ShowsEventsInOrderAndTheSubmission) {
  world some;
  const challenge& one = some.add_challenge();
  const entry& part = some.assign_to(0, one);
  some.ask("POST", "/api/v1/events/stream", event_body(some, one, "started"));
  some.ask("POST", "/api/v1/events/stream", event_body(some, one, "progress", {{"percent", 33.3}}));
  some.ask("POST", "/api/connector/submit",
           R"({"challenge_id":")" + one.id.str() +
               R"(","content":"the answer","files":[{"path":"a","content":"b"}]})");
  const auto given = some.ask("GET", "/_arena/entries?entry_id=" + part.id.str(), {}, start + seconds(10));
  EXPECT_EQ(text_at_pointer(given, "/entries/0/status"), "submitted");
  EXPECT_EQ(text_at_pointer(given, "/entries/0/events/0/type"), "started");
  EXPECT_EQ(at(given, "/entries/0/events/1/event/percent"), 33.3);
  EXPECT_EQ(text_at_pointer(given, "/entries/0/submission/content"), "the answer");
  EXPECT_EQ(text_at_pointer(given, "/entries/0/submission/files/0/path"), "a");
  EXPECT_TRUE(at(given, "/entries/0/submission/final_score").is_double() ||
              at(given, "/entries/0/submission/final_score").is_int64());
  EXPECT_EQ(at(some.ask("GET", "/_arena/entries?entry_id=x"), "/entries").as_array().size(), 0U);
}

TEST(AssignRoute, AnswersWithTheIds) {
  world some;
  const auto given = control(some, "/_arena/assign", R"({"title":"T"})");
  EXPECT_EQ(given.status, 201);
  EXPECT_NE(some.arena.entries.find(text_at_pointer(given, "/entry_id")), nullptr);
  EXPECT_EQ(control(some, "/_arena/assign", R"({"heading":"T"})").status, 400);
}

TEST(SpectatorPage, IsServedAndTakesNoMarkupFromAgents) {
  world some;
  const auto page = some.ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.content_type.starts_with("text/html"));
  EXPECT_EQ(page.body.find("innerHTML"), std::string::npos);
  EXPECT_EQ(page.body.find("http://"), std::string::npos) << "it is self-contained";
  EXPECT_EQ(page.body.find("https://"), std::string::npos);
}

TEST(Numbers, AreWrittenAsJavaScriptWritesThem) {
  world some;
  const challenge& one = some.add_challenge();
  some.assign_to(0, one);
  some.ask("POST", "/api/v1/events/stream", event_body(some, one, "progress", {{"percent", 12.5}}));
  EXPECT_NE(some.ask("GET", "/_arena/entries").body.find(R"("percent":12.5)"), std::string::npos);
}
