// No key, token or passed secret is to be found where somebody else could read it.

#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

namespace e2e {
namespace {

void expect_none(const std::string& where, const std::string& text, const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    EXPECT_EQ(text.find(secret), std::string::npos) << where << " holds a secret";
  }
}

TEST(Secrets, AreNeitherLoggedNorShownNorKeptNorPassedOn) {
  const scratch here;
  arena a({"--judge-after", "200ms"});
  const std::string passed = "correct-horse-battery-staple";
  const std::vector<std::string> secrets = {a.key(), a.token(), passed,
                                            "bouts_sk_0123456789abcdef0123456789abcdef"};
  // An agent that says all it knows, and a token that it made up.
  const auto script =
      here.write("leak.sh",
                 "env | tr '\\n' ' ' | sed 's/^/[ARENA:thinking] /'; echo\n"
                 "echo \"[ARENA:command_run:curl -H x-key:$MODEL_KEY] called\"\n"
                 "echo '[ARENA:error_hit] bouts_sk_0123456789abcdef0123456789abcdef was refused'\n"
                 "tr '\\0' '\\n' < /proc/$PPID/environ > environ.txt\n"
                 "echo '{\"type\":\"submission\",\"content\":\"42\"}'\n");
  const auto entry = a.assign();
  const daemon d(
      a, {.command = {"/bin/sh", script},
          .agent_lines = "    workdir: fresh\n    pass_env: [MODEL_KEY]\n",
          .lines = "log: { level: debug }\n",
          .variables = {{"MODEL_KEY", passed}, {"ARENA_API_KEY", a.key()}, {"BOUTS_API_KEY", a.token()}}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();

  expect_none("the log", d.log(), secrets);
  expect_none("events.jsonl", read_text(d.run_directory(entry) / "events.jsonl"), secrets);
  expect_none("the arena", json::serialize(a.entry(entry).at("events")), secrets);
  EXPECT_GE(event_types(a.entry(entry)).size(), 4U);
  const std::vector<std::string> keys = {a.key(), a.token()};
  expect_none("challenge.json", read_text(d.run_directory(entry) / "challenge.json"), keys);
  const auto environ = read_text(d.run_directory(entry) / "work" / "environ.txt");
  EXPECT_NE(environ.find("ARENA_ENTRY_ID=" + entry), std::string::npos);
  EXPECT_NE(environ.find(passed), std::string::npos) << "what pass_env names is passed";
  expect_none("the agent's environment", environ, keys);
}

TEST(Secrets, OfTheCommandLineAreNotToBeReadThere) {
  const scratch here;
  arena a;
  program p({.file = ARENA_CONNECT,
             .arguments = {"--key", a.key(), "--token=" + a.token(), "--agent", STUB_AGENT, "--arena-url",
                           a.url(), "--state-dir", (here.path() / "state").string()},
             .variables = {},
             .directory = here.path()});
  ASSERT_TRUE(wait_until([&] { return p.err().find("online as") != std::string::npos; })) << p.err();
  const auto words = read_text("/proc/" + std::to_string(p.pid()) + "/cmdline");
  expect_none("the command line", words, {a.key(), a.token()});
  EXPECT_NE(words.find(a.url()), std::string::npos);
}

TEST(Secrets, AreForTheirOwnerOnlyOnDisk) {
  namespace fs = std::filesystem;
  arena a({"--judge-after", "200ms"});
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--events", "1", "--solution", "42"}});
  ASSERT_TRUE(wait_until([&] { return d.log_has("judged: score"); })) << d.log();
  constexpr auto others = fs::perms::group_all | fs::perms::others_all;
  int files = 0;
  for (const auto& one : fs::recursive_directory_iterator(d.directory() / "state")) {
    EXPECT_EQ(one.status().permissions() & others, fs::perms::none) << one.path();
    files += one.is_regular_file() ? 1 : 0;
  }
  EXPECT_GE(files, 6);
}

}  // namespace
}  // namespace e2e
