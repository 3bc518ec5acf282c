// What an operator asks and tells a daemon beside bouts: is it well, what does it count, take no more, and
// look.

#include "tests/e2e/control.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <regex>
#include <sstream>

namespace e2e {
namespace {

namespace fs = std::filesystem;

constexpr int usage = 2;
constexpr int no_daemon = 14;
constexpr int no_such_bout = 15;

// "http://127.0.0.1:40123" of the daemon's port, which the log names.
std::string port_of(const daemon& d) {
  static const std::regex words("status and metrics are at (http://[0-9.:]+)");
  const auto log = d.log();
  std::smatch found;
  return std::regex_search(log, found, words) ? found[1].str() : std::string();
}

double metric(const control& c, const std::string& name) {
  std::istringstream text(c.request("/metrics").body);
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with(name + " ")) {
      return std::stod(line.substr(name.size() + 1));
    }
  }
  return -1;
}

TEST(Operating, TheSocketIsForItsOwnerAlone) {
  arena a;
  const control c;
  const daemon d(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  struct stat about{};
  ASSERT_EQ(::stat(c.socket().c_str(), &about), 0);
  EXPECT_TRUE(S_ISSOCK(about.st_mode));
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST(Operating, TellsWhatEachLoopOfAnAgentIsDoing) {
  arena a;
  const control c;
  const daemon d(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] {
    const auto now = c.request("/v1/agents");
    return now.status == 200 && json::parse(now.body).at_pointer("/agents/0/last_poll").is_string();
  })) << d.log();
  const auto now = json::parse(c.request("/v1/agents").body);
  EXPECT_TRUE(now.at_pointer("/agents/0/online_since").is_string());
  EXPECT_TRUE(now.at_pointer("/agents/0/last_error").is_null());
  EXPECT_EQ(now.at_pointer("/agents/0/loops").as_array().size(), 3U);
  for (const auto& loop : now.at_pointer("/agents/0/loops").as_array()) {
    EXPECT_EQ(loop.at("alive"), true) << loop;
    EXPECT_EQ(loop.at("failures"), 0) << loop;
  }
  EXPECT_EQ(now.at_pointer("/agents/0/loops/2/doing"), "idle");
  const auto table = c.ask({"status"}).out;
  EXPECT_NE(table.find("relay idle"), std::string::npos) << table;
  EXPECT_NE(table.find("ONLINE FOR"), std::string::npos) << table;
}

TEST(Operating, ABoutsProgressTimeAndOutputAreTold) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  const auto entry = a.assign();
  const std::string script = "echo hello; echo '[ARENA:progress:40] on'; while ! test -e " + go +
                             "; do sleep 0.05; done; echo the answer";
  const daemon d(a, {.command = {"/bin/sh", "-c", script}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  ASSERT_TRUE(wait_until([&] {
    const auto now = c.status();
    return !now.at("bouts").as_array().empty() && now.at_pointer("/bouts/0/percent") == 40;
  })) << d.log();
  EXPECT_GT(c.status().at_pointer("/bouts/0/left_ms").as_int64(), 0);
  EXPECT_EQ(metric(c, "arena_connect_runners"), 1);
  EXPECT_NE(c.ask({"status"}).out.find("40%"), std::string::npos);
  const auto one = json::parse(c.request("/v1/bouts/" + entry).body);
  EXPECT_EQ(one.at_pointer("/tails/stdout/0"), "hello");
  EXPECT_FALSE(one.at_pointer("/tails/events").as_array().empty());

  httpd::request follow;
  follow.target = "/v1/bouts/" + entry + "?follow=1";
  std::string all;
  const auto given = httpd::ask(c.socket(), follow, std::chrono::seconds(20), [&](std::string_view piece) {
    all += piece;
    c.file("go", "");
    return true;
  });
  ASSERT_TRUE(given) << given.error().describe();
  EXPECT_NE(all.find("\"state\":\"running\""), std::string::npos) << all;
  EXPECT_NE(all.find("the answer"), std::string::npos);
  const auto last = all.rfind('\n', all.size() - 2);
  EXPECT_EQ(json::parse(all.substr(last + 1)).at_pointer("/bout/state"), "judged") << "it ends with the end";
}

TEST(Operating, ADrainedDaemonBeginsNothingUntilItIsResumed) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  const auto first = a.assign();
  daemon d(a, {.command = {STUB_AGENT, "--wait-file", go, "--solution", "42"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  const auto drained = c.ask({"drain"});
  EXPECT_EQ(drained.code, 0) << drained.err;
  EXPECT_EQ(drained.out, "taking no new bouts; one is at work\n");
  EXPECT_EQ(c.status().at("draining"), true);
  EXPECT_NE(c.ask({"status"}).out.find("draining"), std::string::npos);

  program waiting({.file = ARENA_CONNECT,
                   .arguments = {"drain", "--wait", "--socket", c.socket()},
                   .variables = {},
                   .directory = c.directory()});
  const auto second = a.assign();
  const int pings = a.requests("POST", "/api/v1/agents/ping");
  ASSERT_TRUE(wait_until([&] { return a.requests("POST", "/api/v1/agents/ping") > pings + 1; }))
      << "a drained agent stays online";
  EXPECT_FALSE(waiting.has_ended());
  c.file("go", "");
  EXPECT_EQ(waiting.wait_for_end(), 0) << waiting.err();
  EXPECT_EQ(waiting.out(), "taking no new bouts; none is at work\n");
  EXPECT_TRUE(a.is_judged(first)) << "what ran went on";
  EXPECT_FALSE(fs::exists(d.run_directory(second)));

  const auto resumed = c.ask({"resume", "--name", "nova"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_TRUE(wait_until([&] { return a.is_judged(second); })) << d.log();
  EXPECT_EQ(c.ask({"drain", "--name", "nobody"}).code, no_such_bout);
}

// One that waited for its place when the drain came was skipped, and is begun when it is taken back.
TEST(Operating, ABoutThatHadNotBegunIsTakenUpAgain) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  a.assign();
  const auto second = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--wait-file", go, "--solution", "42"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers() && c.status().at("bouts").as_array().size() == 2; }))
      << d.log();
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  ASSERT_EQ(c.ask({"drain"}).code, 0);
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "skipped"; })) << d.log();
  ASSERT_EQ(c.ask({"resume"}).code, 0);
  c.file("go", "");
  EXPECT_TRUE(wait_until([&] { return a.is_judged(second); })) << d.log();
}

TEST(Operating, IsReadyWhileTheArenaKnowsItAndWellAllTheWhile) {
  arena a;
  const control c;
  const daemon d(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.request("/readyz").status == 200; })) << d.log();
  EXPECT_EQ(c.request("/healthz").body, "{\"status\":\"ok\"}\n");

  const control other;
  const daemon stranger(
      a, {.command = {STUB_AGENT}, .lines = other.lines(), .key = "aa_" + std::string(48, '0')});
  ASSERT_TRUE(wait_until([&] { return stranger.log_has("ping failed"); })) << stranger.log();
  const auto unknown = other.request("/readyz");
  EXPECT_EQ(unknown.status, 503);
  EXPECT_NE(unknown.body.find("ping failed"), std::string::npos) << unknown.body;
  EXPECT_EQ(other.request("/healthz").status, 200) << "a restart would not help";
  EXPECT_GE(metric(other, R"(arena_connect_pings_total{agent="nova",outcome="failed"})"), 1);
  const auto table = other.ask({"status"}).out;
  EXPECT_NE(table.find("ping parked"), std::string::npos) << table;
}

TEST(Operating, CountsWhatItDoes) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto entry = a.assign();
  const daemon d(
      a, {.command = {"/bin/sh", "-c", "echo '[ARENA:progress:40] on'; echo 42"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "judged"; })) << d.log();
  EXPECT_EQ(metric(c, R"(arena_connect_bouts_total{agent="nova",outcome="judged"})"), 1);
  EXPECT_GE(metric(c, R"(arena_connect_events_produced_total{agent="nova"})"), 3);
  EXPECT_GE(metric(c, R"(arena_connect_events_total{agent="nova",fate="sent"})"), 2);
  EXPECT_GE(metric(c, R"(arena_connect_request_duration_seconds_count{endpoint="ping",status="2xx"})"), 1);
  EXPECT_GE(metric(c, R"(arena_connect_request_duration_seconds_count{endpoint="session",status="2xx"})"), 1);
  EXPECT_GE(metric(c, R"(arena_connect_request_duration_seconds_count{endpoint="event",status="2xx"})"), 2);
  EXPECT_GE(metric(c, R"(arena_connect_journal_duration_seconds_count{operation="write"})"), 5);
  EXPECT_EQ(metric(c, "arena_connect_runners"), 0);
  EXPECT_GT(metric(c, "process_resident_memory_bytes"), 1e6);
  EXPECT_GT(metric(c, "process_open_fds"), 5);
  EXPECT_GT(metric(c, "process_start_time_seconds"), 1.7e9);
}

TEST(Operating, APortIsForLookingOnly) {
  arena a;
  const control c;
  const daemon d(a, {.command = {STUB_AGENT},
                     .lines = "control:\n  socket: " + c.socket() + "\n  listen: 127.0.0.1:0\n"});
  ASSERT_TRUE(wait_until([&] { return !port_of(d).empty(); })) << d.log();
  const auto url = port_of(d);
  for (const char* target : {"/v1/status", "/v1/agents", "/v1/bouts", "/healthz", "/metrics"}) {
    EXPECT_EQ(ask_http(url, target).status, 200) << target;
  }
  EXPECT_EQ(ask_http(url, "/v1/drain", "POST").status, 403);
  EXPECT_EQ(c.status().at("draining"), false);
  EXPECT_EQ(ask_http(url, "/v1/status", "POST").status, 405);
}

TEST(Operating, AnIPv6PortWorksToo) {
  arena a;
  const control c;
  daemon d(
      a, {.command = {STUB_AGENT}, .lines = "control:\n  socket: " + c.socket() + "\n  listen: '[::1]:0'\n"});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  // Where the machine has no IPv6, the daemon says so and works all the same.
  EXPECT_TRUE(d.log_has("http://[::1]:") || d.log_has("cannot listen on [::1]:0")) << d.log();
}

TEST(Operating, StatusCanBeWatched) {
  arena a;
  const control c;
  daemon d(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  program watcher({.file = ARENA_CONNECT,
                   .arguments = {"status", "--watch", "--socket", c.socket()},
                   .variables = {},
                   .directory = c.directory()});
  EXPECT_TRUE(wait_until([&] { return count_of(watcher.out(), "AGENT") >= 2; })) << watcher.err();
  EXPECT_EQ(watcher.out().find('\x1b'), std::string::npos) << "a file is no terminal";
  d.process().signal(SIGTERM);
  EXPECT_EQ(watcher.wait_for_end(), no_daemon) << "it ends with the daemon";
  EXPECT_EQ(c.ask({"status", "--watch", "--json"}).code, usage);
}

TEST(Operating, HistoryCanBeOfOneAgent) {
  arena a({"--judge-after", "200ms"});
  const control c;
  a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "judged"; })) << d.log();
  EXPECT_NE(c.ask({"history", "--name", "nova"}).out.find("judged"), std::string::npos);
  EXPECT_EQ(c.ask({"history", "--name", "a&b"}).out, "no bout has ended yet\n");
}

TEST(Operating, ALogOfJsonHasFieldsForAgentAndEntry) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}, .lines = "log: { format: json }\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  std::istringstream lines(d.log());
  bool found = false;
  for (std::string line; std::getline(lines, line) && !lines.eof();) {
    const auto said = json::parse(line).as_object();
    found = found ||
            (said.contains("entry") && said.at("entry") == json::string(entry) && said.at("agent") == "nova");
  }
  EXPECT_TRUE(found) << d.log();
}

TEST(Operating, WithoutAJournalTheLogIsText) {
  if (fs::exists("/run/systemd/journal/socket")) {
    GTEST_SKIP() << "this machine has one";
  }
  arena a;
  daemon d(a, {.command = {STUB_AGENT}, .lines = "log: { format: journal }\n"});
  EXPECT_TRUE(wait_until([&] { return d.log_has("info    nova: online as"); })) << d.log();
  EXPECT_TRUE(d.log_has("there is no journal here"));
}

}  // namespace
}  // namespace e2e
