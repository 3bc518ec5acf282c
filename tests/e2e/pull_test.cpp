// An agent that asks for its work (agent.mode: pull): the example client, over the socket and over a port.

#include "tests/e2e/control.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace e2e {
namespace {

const std::string token = "made-up-for-this-test";

std::string pull_lines(const control& c) {
  return c.lines() + "  pull_listen: 127.0.0.1:0\n  pull_token: " + token + "\n";
}

// "127.0.0.1:40123" of the daemon's port for agents, which the log names.
std::string pull_port(const daemon& d) {
  static const std::regex words("may ask for their work at http://([0-9.:]+)");
  const auto log = d.log();
  std::smatch found;
  return std::regex_search(log, found, words) ? found[1].str() : std::string();
}

program client(const control& c, const std::string& place,
               std::map<std::string, std::string> variables = {}) {
  variables["ARENA_CONNECT"] = place;
  return program({.file = "/usr/bin/python3",
                  .arguments = {PULL_CLIENT},
                  .variables = std::move(variables),
                  .directory = c.directory(),
                  .name = "client"});
}

TEST(Pull, AnAgentThatAsksAtTheSocketPlaysAWholeBout) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const daemon d(a, {.command = {}, .agent_lines = "    mode: pull\n", .lines = c.lines()});
  const auto entry = a.assign();
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  const auto agent = client(c, c.socket());
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log() << agent.err();
  EXPECT_EQ(a.entry(entry).at("submission_requests").as_int64(), 1);
}

TEST(Pull, AnAgentThatAsksAtASocketOfAgentsDoesNothingElse) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto door = c.path("agents.sock").string();
  const daemon d(a, {.command = {},
                     .agent_lines = "    mode: pull\n",
                     .lines = c.lines() + "  pull_listen: " + door + "\n"});
  const auto entry = a.assign();
  ASSERT_TRUE(wait_until([&] { return d.log_has("may ask for their work at " + door); })) << d.log();
  const auto agent = client(c, door);
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log() << agent.err();
  for (const auto& [method, target] : std::vector<std::pair<std::string, std::string>>{
           {"GET", "/v1/status"}, {"POST", "/v1/drain"}, {"POST", "/v1/bouts/" + entry + "/cancel"}}) {
    httpd::request what;
    what.method = method;
    what.target = target;
    const auto given = httpd::ask(door, std::move(what), std::chrono::seconds(20));
    ASSERT_TRUE(given) << given.error().describe();
    EXPECT_EQ(given->status, 404) << target;
  }
  EXPECT_EQ(c.request("/v1/status").status, 200);
}

TEST(Pull, AnAgentThatAsksAtThePortPlaysAWholeBout) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const daemon d(a, {.command = {}, .agent_lines = "    mode: pull\n", .lines = pull_lines(c)});
  const auto entry = a.assign();
  ASSERT_TRUE(wait_until([&] { return !pull_port(d).empty(); })) << d.log();
  const auto agent = client(c, pull_port(d), {{"ARENA_CONNECT_TOKEN_FILE", c.file("token", token + "\n")}});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log() << agent.err();
  EXPECT_EQ(a.entry(entry).at("submission_requests").as_int64(), 1);
  EXPECT_FALSE(d.log_has(token));
}

TEST(Pull, ThePortIsForWhoeverHasTheTokenAndForAgentsAlone) {
  arena a;
  const control c;
  const daemon d(a, {.command = {}, .agent_lines = "    mode: pull\n", .lines = pull_lines(c)});
  ASSERT_TRUE(wait_until([&] { return !pull_port(d).empty(); })) << d.log();
  const auto url = "http://" + pull_port(d);
  for (const char* target : {"/v1/next?wait=0", "/v1/status", "/healthz", "/nothing"}) {
    EXPECT_EQ(ask_http(url, target).status, 401) << target;
  }
  EXPECT_EQ(ask_http(url, "/v1/bouts/e-1/submission", "POST").status, 401);
}

}  // namespace
}  // namespace e2e
