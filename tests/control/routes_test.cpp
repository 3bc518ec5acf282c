#include "tests/control/made_up_view.hpp"

#include <gtest/gtest.h>

namespace arena::control::test {
namespace {

using bouts::errc;

TEST(Routes, StatusTellsTheDaemonItsAgentsAndItsBouts) {
  made_up_view daemon;
  daemon.stuck = true;  // the status does not need the journal
  daemon.add("entry-1", bout_state::running, true).record.deadline = at(500);
  daemon.add("entry-2", bout_state::judged, false);
  agent_state nova;
  nova.name = "nova";
  nova.online = true;
  nova.last_ping = at(3);
  nova.trouble = "poll failed with aa_0123456789abcdef";
  nova.window_limit = 30;
  nova.online_since = at(1);
  nova.last_error = {.text = "an event was not taken", .at = at(2)};
  nova.loops.push_back(
      {.name = "ping", .doing = "waiting", .since = at(3), .until = at(33), .failures = 0, .alive = true});
  daemon.some_agents.push_back(nova);

  const auto given = ask(daemon, "GET", "/v1/status");
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(given.content_type, "application/json");
  EXPECT_EQ(given.body.find("0123456789abcdef"), std::string::npos) << given.body;
  const auto told = json_of(given);
  EXPECT_EQ(told.at("pid"), 42);
  EXPECT_EQ(told.at("version"), "1.2.3");
  EXPECT_EQ(told.at_pointer("/agents/0/online"), true);
  EXPECT_EQ(told.at_pointer("/agents/0/id"), nullptr);
  EXPECT_EQ(told.at_pointer("/agents/0/last_ping"), json::string(bouts::format_iso8601(at(3))));
  EXPECT_EQ(told.at_pointer("/agents/0/online_since"), json::string(bouts::format_iso8601(at(1))));
  EXPECT_EQ(told.at_pointer("/agents/0/last_error"), "an event was not taken");
  EXPECT_EQ(told.at_pointer("/agents/0/loops/0/doing"), "waiting");
  EXPECT_EQ(told.at_pointer("/agents/0/loops/0/until"), json::string(bouts::format_iso8601(at(33))));
  EXPECT_EQ(json_of(ask(daemon, "GET", "/v1/agents")).at("agents"), told.at("agents"));
  ASSERT_EQ(told.at("bouts").as_array().size(), 1U);
  EXPECT_EQ(told.at_pointer("/bouts/0/entry"), "entry-1");
  EXPECT_EQ(told.at_pointer("/bouts/0/state"), "running");
  EXPECT_EQ(told.at_pointer("/bouts/0/took_ms"), 5'000);
  EXPECT_EQ(told.at_pointer("/bouts/0/deadline"), json::string(bouts::format_iso8601(at(500))));
}

TEST(Routes, ABoutIsToldWithScoreTimesAndAccount) {
  made_up_view daemon;
  auto& one = daemon.add("entry-1", bout_state::judged, false);
  one.record.score.score = 62.5;
  one.record.score.rank = 3;
  one.record.reason = "because of aa_0123456789abcdef\x1b[31m \xff";
  one.events.emplace();
  one.events->produced = 7;
  one.events->drop("overtaken", 2);
  const auto given = ask(daemon, "GET", "/v1/bouts/entry-1");
  EXPECT_EQ(given.status, 200);
  const auto told = json_of(given);
  EXPECT_EQ(told.at("score"), 62.5);
  EXPECT_EQ(told.at("rank"), 3);
  EXPECT_EQ(told.at("reason"), "because of [redacted:secret] \xEF\xBF\xBD");
  EXPECT_EQ(told.at("took_ms"), 60'000);
  EXPECT_EQ(told.at_pointer("/events/produced"), 7);
  EXPECT_EQ(told.at_pointer("/events/dropped/overtaken"), 2);
  EXPECT_EQ(told.at_pointer("/challenge/title"), "A \"title\"");
  EXPECT_EQ(told.at("deadline"), nullptr);
}

TEST(Routes, ListsTakeAnAgentAndALimit) {
  made_up_view daemon;
  daemon.add("entry-1", bout_state::running, true);
  daemon.add("entry-2", bout_state::judged, false);
  const auto size_of = [&](const std::string& target) {
    return json_of(ask(daemon, "GET", target)).at("bouts").as_array().size();
  };
  EXPECT_EQ(size_of("/v1/bouts"), 2U);
  EXPECT_EQ(size_of("/v1/history"), 1U);
  EXPECT_EQ(size_of("/v1/bouts?limit=1"), 1U);
  EXPECT_EQ(size_of("/v1/bouts?agent=other"), 0U);
  EXPECT_EQ(daemon.last_query.agent, "other");
}

TEST(Routes, ABeginningNamesAnEntryWhenOnlyOneHasIt) {
  made_up_view daemon;
  daemon.add("abcd-1111", bout_state::judged, false);
  daemon.add("abcd-2222", bout_state::judged, false);
  daemon.add("abcd-11", bout_state::judged, false);
  const auto told = [&](const std::string& name) { return ask(daemon, "GET", "/v1/bouts/" + name); };
  EXPECT_EQ(json_of(told("abcd-2")).at("entry"), "abcd-2222");
  EXPECT_EQ(json_of(told("abcd-11")).at("entry"), "abcd-11") << "an id is not a beginning of another";
  const auto several = told("abcd");
  EXPECT_EQ(several.status, 409);
  EXPECT_NE(several.body.find("abcd-1111, abcd-2222"), std::string::npos) << several.body;
  EXPECT_EQ(told("abc").status, 400);
  EXPECT_EQ(told("abce").status, 404);
  EXPECT_EQ(told("..%2f..").status, 400);
}

TEST(Routes, CancelAndResubmitAreCarriedOutByTheView) {
  made_up_view daemon;
  daemon.add("entry-1", bout_state::running, true);
  const auto cancelled = ask(daemon, "POST", "/v1/bouts/entry/cancel");
  EXPECT_EQ(cancelled.status, 202);
  EXPECT_EQ(json_of(cancelled).at("entry"), "entry-1");
  EXPECT_EQ(ask(daemon, "POST", "/v1/bouts/entry-1/resubmit").status, 202);
  EXPECT_EQ(ask(daemon, "POST", "/v1/bouts/entry-1/resubmit", "mended").status, 202);
  EXPECT_EQ(daemon.done, (std::vector<std::string>{"cancel entry-1", "resubmit entry-1 (kept)",
                                                   "resubmit entry-1 mended"}));
}

TEST(Routes, DrainAndResumeTakeAnAgent) {
  made_up_view daemon;
  daemon.add("entry-1", bout_state::running, true);
  const auto drained = ask(daemon, "POST", "/v1/drain");
  EXPECT_EQ(drained.status, 202);
  EXPECT_EQ(drained.body, "{\"draining\":true,\"bouts_at_work\":1}\n");
  EXPECT_EQ(ask(daemon, "POST", "/v1/resume?agent=nova").status, 202);
  EXPECT_EQ(daemon.done, (std::vector<std::string>{"drain (all)", "resume nova"}));
  daemon.some_agents.emplace_back().name = "other";
  daemon.some_agents.back().draining = true;
  EXPECT_EQ(ask(daemon, "POST", "/v1/drain?agent=other").body,
            "{\"agent\":\"other\",\"draining\":true,\"bouts_at_work\":0}\n")
      << "what another agent does is not waited for";
  daemon.answer_of_actions = bouts::fail(errc::not_found, "there is no agent 'x'");
  EXPECT_EQ(ask(daemon, "POST", "/v1/drain?agent=x").status, 404);
}

TEST(Routes, ReloadSaysWhatHasChangedOrWhyNothingHas) {
  made_up_view daemon;
  const auto reloaded = ask(daemon, "POST", "/v1/reload");
  EXPECT_EQ(reloaded.status, 200);
  EXPECT_EQ(json_of(reloaded).at("message"), "configuration reloaded");
  daemon.answer_of_actions = bouts::fail(errc::invalid, "config.yaml:3:5: unknown key");
  const auto refused = ask(daemon, "POST", "/v1/reload");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(json_of(refused).at_pointer("/error/message"), "config.yaml:3:5: unknown key");
  EXPECT_EQ(daemon.done, (std::vector<std::string>{"reload", "reload"}));
}

// Everybody on this machine can reach the port.
TEST(Routes, APortIsForLookingOnlyAndNotAtWhatAgentsPrint) {
  made_up_view daemon;
  daemon.add("entry-1", bout_state::running, true);
  for (const char* target : {"/v1/status", "/v1/agents", "/v1/bouts", "/v1/history", "/v1/bouts/entry-1",
                             "/v1/bouts/entry-1?follow=1", "/healthz", "/readyz", "/metrics"}) {
    const auto given = ask(daemon, "GET", target, {}, access::local_reader, "127.0.0.1:9464");
    EXPECT_EQ(given.status, 200) << target;
    EXPECT_FALSE(given.stream) << target;
    EXPECT_EQ(given.body.find("tails"), std::string::npos) << target;
  }
  EXPECT_EQ(ask(daemon, "GET", "/v1/bouts/entry-1/logs", {}, access::reader).status, 403);
  for (const char* target :
       {"/v1/drain", "/v1/resume", "/v1/reload", "/v1/bouts/entry-1/cancel", "/v1/bouts/entry-1/resubmit"}) {
    const auto given = ask(daemon, "POST", target, {}, access::reader);
    EXPECT_EQ(given.status, 403) << target;
    EXPECT_EQ(json_of(given).at_pointer("/error/code"), "forbidden");
  }
  EXPECT_TRUE(daemon.done.empty());
}

TEST(Routes, ALoopbackPortIsNotForOtherHostNames) {
  made_up_view daemon;
  const auto status_for = [&](const std::string& host, access who) {
    return ask(daemon, "GET", "/v1/status", {}, who, host).status;
  };
  for (const char* host : {"localhost", "localhost:9464", "127.0.0.1:9464", "127.1.2.3", "[::1]:9464", ""}) {
    EXPECT_EQ(status_for(host, access::local_reader), 200) << host;
  }
  for (const char* host :
       {"evil.example", "evil.example:9464", "localhost.evil.example", "127.evil.example", "[::2]"}) {
    EXPECT_EQ(status_for(host, access::local_reader), 403) << host;
    EXPECT_EQ(status_for(host, access::reader), 200)
        << "a port that was opened to others has names of its own";
  }
}

TEST(Routes, WhatTheViewRefusesHasItsStatus) {
  made_up_view daemon;
  daemon.add("entry-1", bout_state::judged, false);
  for (const auto& [kind, status] : std::vector<std::pair<errc, int>>{{errc::conflict, 409},
                                                                      {errc::no_solution, 409},
                                                                      {errc::not_found, 404},
                                                                      {errc::invalid, 400},
                                                                      {errc::too_large, 413},
                                                                      {errc::busy, 503},
                                                                      {errc::io, 500}}) {
    daemon.answer_of_actions = bouts::fail(kind, "no");
    const auto given = ask(daemon, "POST", "/v1/bouts/entry-1/cancel");
    EXPECT_EQ(given.status, status);
    EXPECT_EQ(json_of(given).at_pointer("/error/code"), json::string(bouts::to_string(kind)));
    EXPECT_EQ(json_of(given).at_pointer("/error/message"), "no");
  }
  daemon.stuck = true;
  EXPECT_EQ(ask(daemon, "GET", "/v1/bouts").status, 500);
}

TEST(Routes, RefuseWhatIsNotThere) {
  made_up_view daemon;
  daemon.add("entry-1", bout_state::judged, false);
  struct example {
    const char* method;
    const char* target;
    int status;
  };
  for (const auto& [method, target, status] : std::vector<example>{
           {"GET", "/", 404},
           {"GET", "", 404},
           {"GET", "/v1", 404},
           {"GET", "/v1/", 404},
           {"GET", "/v2/status", 404},
           {"GET", "/v1/status/more", 404},
           {"GET", "/v1/bouts/entry-1/other", 404},
           {"GET", "/v1/bouts/entry-1/logs/more", 404},
           {"GET", "/v1/bouts/", 400},
           {"POST", "/v1/status", 405},
           {"GET", "/v1/drain", 405},
           {"POST", "/healthz", 405},
           {"GET", "/healthz/more", 404},
           {"GET", "/v1/healthz", 404},
           {"GET", "/v1/bouts/entry-1?tail=x", 400},
           {"GET", "/v1/bouts/entry-1/cancel", 405},
           {"DELETE", "/v1/bouts/entry-1", 405},
           {"GET", "/v1/bouts?limit=x", 400},
           {"GET", "/v1/bouts?limit=-1", 400},
           {"GET", "/v1/bouts?limit=1001", 400},
           {"GET", "/v1/bouts/entry-1/logs?stream=secret", 400},
           {"GET", "/v1/bouts/entry-1/logs?tail=9999999999", 400},
           {"GET", "/v1/bouts/entry-1/logs", 404},
       }) {
    const auto given = ask(daemon, method, target);
    EXPECT_EQ(given.status, status) << method << ' ' << target;
    EXPECT_TRUE(json_of(given).at("error").is_object());
  }
  EXPECT_TRUE(daemon.done.empty());
}

}  // namespace
}  // namespace arena::control::test
