// From an assignment to its score, with the agents of examples/agents and over TLS.

#include "tests/e2e/harness.hpp"
#include "tests/support/certificates.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace e2e {
namespace {

using strings = std::vector<std::string>;

void expect_whole_bout(const arena& a, const std::string& entry) {
  const auto about = a.entry(entry);
  const auto types = event_types(about);
  ASSERT_GE(types.size(), 3U);
  EXPECT_EQ(types.front(), "started");
  EXPECT_EQ(types.back(), "submitted");
  EXPECT_EQ(std::ranges::count(types, "started"), 1);
  EXPECT_EQ(std::ranges::count(types, "submitted"), 1);
  EXPECT_EQ(about.at("submission_requests").as_int64(), 1);
  EXPECT_EQ(about.at("submission").at("idempotency_key").as_string().size(), 64U);
  EXPECT_EQ(a.throttled_events(), 0);
}

class ExampleAgent : public testing::TestWithParam<std::pair<const char*, strings>> {};

TEST_P(ExampleAgent, PlaysAWholeBout) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign({{"title", "Primes"}, {"time_limit_minutes", 5}});
  const daemon d(a, {.command = GetParam().second});
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  ASSERT_TRUE(a.is_judged(entry));
  expect_whole_bout(a, entry);
}

INSTANTIATE_TEST_SUITE_P(
    All, ExampleAgent,
    testing::Values(std::pair("json_events", strings{"python3", EXAMPLES "/json_events.py"}),
                    std::pair("npm_markers", strings{"python3", EXAMPLES "/npm_markers.py"}),
                    std::pair("shell", strings{EXAMPLES "/shell.sh"}),
                    std::pair("demo", strings{EXAMPLES "/demo.sh"})),
    [](const auto& one) { return one.param.first; });

TEST(WholeBout, HandsInByteForByteWhatTheAgentAnswered) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const std::string answer = "line 1\n\ttab, \"quotes\" \\ and \xC3\xA4\xF0\x9F\x98\x80\nlast";
  const daemon d(a, {.command = {STUB_AGENT, "--events", "2", "--solution-file", answer}});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  EXPECT_EQ(a.entry(entry).at("submission").at("content").as_string(), answer);
  EXPECT_EQ(json::parse(read_text(d.run_directory(entry) / "solution.json")).at("content").as_string(),
            answer);
}

TEST(WholeBout, HandsInItsTranscriptWhenAskedTo) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--events", "3", "--solution", "42"},
                     .agent_lines = "    submit: {transcript: true}\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  const auto handed_in = json::parse(read_text(d.run_directory(entry) / "solution.json"));
  EXPECT_EQ(handed_in.at("content").as_string(), "42");
  const auto& file = handed_in.at("files").at(0);
  EXPECT_EQ(file.at("path").as_string(), "transcript.jsonl");
  const auto events = read_text(d.run_directory(entry) / "events.jsonl");
  const auto content = json::value_to<std::string>(file.at("content"));
  EXPECT_TRUE(events.starts_with(content)) << content;  // and then `submitted`
  EXPECT_EQ(std::ranges::count(content, '\n'), 4) << "`started` and three events";
}

TEST(WholeBout, HandsInTheFilesThatTheConfigurationNames) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const std::string script =
      "mkdir -p src/deep node_modules; echo one > src/one.py; echo two > src/deep/two.py; echo no > "
      "notes.txt; "
      "ln -s /etc/hostname src/link.py; echo no > node_modules/x.py; echo done";
  const daemon d(
      a, {.command = {"/bin/sh", "-c", script}, .agent_lines = "    submit: {files: ['src/**/*.py']}\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  const auto handed_in = json::parse(read_text(d.run_directory(entry) / "solution.json"));
  EXPECT_EQ(handed_in.at("content").as_string(), "done");
  std::map<std::string, std::string> files;
  for (const auto& one : handed_in.at("files").as_array()) {
    files[json::value_to<std::string>(one.at("path"))] = json::value_to<std::string>(one.at("content"));
  }
  EXPECT_EQ(files,
            (std::map<std::string, std::string>{{"src/deep/two.py", "two\n"}, {"src/one.py", "one\n"}}));
}

TEST(WholeBout, GoesOverTlsWithAnAuthorityOfItsOwn) {
  const scratch here;
  const test_support::authority authority;
  const auto leaf = authority.issue(test_support::loopback());
  const tls_files tls{here.write("leaf.pem", leaf.chain), here.write("leaf.key", leaf.key),
                      here.write("ca.pem", authority.pem())};
  arena a({"--judge-after", "200ms"}, tls);
  ASSERT_TRUE(a.url().starts_with("https://"));
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--events", "3", "--solution", "42"}, .ca_file = tls.authority});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  expect_whole_bout(a, entry);
}

TEST(WholeBout, SaysOnceThatTheCertificateIsNotTrusted) {
  const scratch here;
  const test_support::authority authority;
  const auto leaf = authority.issue(test_support::loopback());
  arena a({}, tls_files{here.write("leaf.pem", leaf.chain), here.write("leaf.key", leaf.key),
                        here.write("ca.pem", authority.pem())});
  daemon d(a, {.command = {STUB_AGENT}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("poll failed") && d.log_has("ping failed"); })) << d.log();
  EXPECT_EQ(a.requests("GET", "/api"), 0);
  EXPECT_FALSE(d.process().has_ended());
  EXPECT_EQ(count_of(d.log(), "poll failed"), 1);
}

TEST(WholeBout, RunsAsManyAgentsAtOnceAsConcurrencySays) {
  arena a({"--judge-after", "200ms"});
  const scratch here;
  const auto go = (here.path() / "go").string();
  strings entries;
  for (int i = 0; i < 3; ++i) {
    entries.push_back(a.assign());
  }
  const daemon d(a, {.command = {STUB_AGENT, "--wait-file", go, "--solution", "42"},
                     .agent_lines = "    concurrency: 2\n    env: { E2E_MARK: " +
                                    here.path().filename().string() + " }\n"});
  const auto mark = "E2E_MARK=" + here.path().filename().string();
  const auto at_work = [&] {
    return std::ranges::count_if(entries,
                                 [&](const auto& one) { return !a.entry(one).at("session").is_null(); });
  };
  ASSERT_TRUE(wait_until([&] { return at_work() == 2; })) << d.log();
  ASSERT_TRUE(
      wait_until([&] { return processes_with(mark).size() >= 4; }));  // an agent and its runner, twice
  EXPECT_EQ(at_work(), 2);
  EXPECT_EQ(processes_with(mark).size(), 4U);
  here.write("go", "");
  ASSERT_TRUE(wait_until([&] {
    return std::ranges::all_of(entries, [&](const auto& one) { return a.is_judged(one); });
  })) << d.log();
}

TEST(WholeBout, RunsTheAgentAgainWhenRetriesSaySo) {
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {"/bin/sh", "-c", "test \"$ARENA_ATTEMPT\" = 2 || exit 1; echo done"},
                     .agent_lines = "    retries: 1\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  EXPECT_EQ(a.entry(entry).at("submission").at("content").as_string(), "done");
  EXPECT_TRUE(d.log_has("attempt 2"));
}

}  // namespace
}  // namespace e2e
