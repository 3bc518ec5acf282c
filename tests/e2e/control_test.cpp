// The control socket: what an operator asks a running daemon, with the real commands.

#include "tests/e2e/control.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

namespace e2e {
namespace {

namespace fs = std::filesystem;

constexpr int bad_solution = 12;
constexpr int no_daemon = 14;
constexpr int no_such_bout = 15;

TEST(Control, TellsOfABoutWhileItRunsAndAfterwards) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  const auto entry = a.assign({{"title", "Primes"}});
  const daemon d(a, {.command = {STUB_AGENT, "--wait-file", go, "--solution", "42"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();

  const auto now = c.status();
  EXPECT_EQ(now.at_pointer("/agents/0/name"), "nova");
  EXPECT_EQ(now.at_pointer("/agents/0/online"), true);
  EXPECT_EQ(now.at_pointer("/bouts/0/entry"), json::string(entry));
  EXPECT_EQ(now.at_pointer("/bouts/0/state"), "running");
  const auto table = c.ask({"status"});
  EXPECT_NE(table.out.find(entry.substr(0, 8)), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("Primes"), std::string::npos);
  EXPECT_EQ(c.ask({"history"}).out, "no bout has ended yet\n");

  c.file("go", "");
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "judged"; })) << d.log();
  const auto history = c.ask({"history"});
  EXPECT_NE(history.out.find("judged"), std::string::npos) << history.out;
  EXPECT_NE(history.out.find("Primes"), std::string::npos);
  EXPECT_NE(history.out.find("events: "), std::string::npos);
  const auto as_json = json::parse(c.ask({"history", "--json"}).out);
  EXPECT_TRUE(as_json.at_pointer("/bouts/0/score").is_number());
  EXPECT_TRUE(c.status().at("bouts").as_array().empty());
  EXPECT_FALSE(d.log_has("aa_"));
}

TEST(Control, FollowsALogUntilTheBoutEnds) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  const auto entry = a.assign();
  const std::string secret = "sk-ant-api03-0123456789abcdef";
  const std::string script = "echo first line; echo the key " + secret + "; echo '[ARENA:progress:40] on'; " +
                             "echo aside >&2; while ! test -e " + go +
                             "; do sleep 0.05; done; echo last line";
  const daemon d(a, {.command = {"/bin/sh", "-c", script}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  program follower({.file = ARENA_CONNECT,
                    .arguments = {"logs", entry.substr(0, 6), "-f", "--socket", c.socket()},
                    .variables = {},
                    .directory = c.directory()});
  ASSERT_TRUE(wait_until([&] { return follower.out().find("first line\n") != std::string::npos; }));
  EXPECT_FALSE(follower.has_ended());
  c.file("go", "");
  EXPECT_EQ(follower.wait_for_end(), 0) << follower.err();
  EXPECT_TRUE(follower.out().ends_with("last line\n")) << follower.out();
  EXPECT_EQ(follower.out().find(secret), std::string::npos);
  EXPECT_NE(follower.out().find("the key [redacted"), std::string::npos);

  EXPECT_EQ(c.ask({"logs", entry, "--tail", "1"}).out, "last line\n");
  EXPECT_EQ(c.ask({"logs", entry, "--stderr"}).out, "aside\n");
  EXPECT_NE(c.ask({"logs", entry, "--events"}).out.find("\"started\""), std::string::npos);
}

TEST(Control, CancelsABoutAndLeavesNoProcess) {
  arena a;
  const control c;
  const auto mark = c.directory().filename().string();
  const auto entry = a.assign();
  const daemon d(a, {.command = {STUB_AGENT, "--wait-file", c.path("never").string()},
                     .agent_lines = "    env: { E2E_MARK: " + mark + " }\n",
                     .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return !processes_with("E2E_MARK=" + mark).empty(); })) << d.log();
  const auto told = c.ask({"cancel", entry.substr(0, 4)});
  EXPECT_EQ(told.code, 0) << told.err;
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "cancelled"; })) << d.log();
  EXPECT_TRUE(processes_with("E2E_MARK=" + mark).empty());
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());

  const auto again = c.ask({"cancel", entry});
  EXPECT_EQ(again.code, no_such_bout);
  EXPECT_NE(again.err.find("ended already: cancelled"), std::string::npos) << again.err;
}

TEST(Control, HandsInAMendedAnswerWhileTheSessionIsOpen) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto entry = a.assign({{"time_limit_minutes", 5}});
  const daemon d(a,
                 {.command = {"/bin/sh", "-c", "head -c 200000 /dev/zero | tr '\\0' x"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "rejected"; })) << d.log();
  EXPECT_TRUE(a.entry(entry).at("submission").is_null());

  const auto too_large = c.ask({"resubmit", entry, "--file", c.file("large", std::string(150'000, 'y'))});
  EXPECT_EQ(too_large.code, bad_solution);
  EXPECT_NE(too_large.err.find("at most 100,000"), std::string::npos) << too_large.err;
  const auto unmended = c.ask({"resubmit", entry});
  EXPECT_EQ(unmended.code, 0) << "it is tried, and rejected again";
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "rejected"; })) << d.log();

  const auto mended = c.ask({"resubmit", entry.substr(0, 8), "--file", c.file("small", "the mended answer")});
  EXPECT_EQ(mended.code, 0) << mended.err;
  ASSERT_TRUE(wait_until([&] { return c.last_ended() == "judged"; })) << d.log();
  const auto about = a.entry(entry);
  EXPECT_EQ(about.at("submission").at("content").as_string(), "the mended answer");
  EXPECT_EQ(about.at("submission_requests").as_int64(), 1);

  const auto again = c.ask({"resubmit", entry});
  EXPECT_EQ(again.code, no_such_bout);
  EXPECT_NE(again.err.find("this bout is judged"), std::string::npos) << again.err;
}

TEST(Control, NamesWhatIsNotThere) {
  arena a;
  const control c;
  const auto nobody = c.ask({"status"});
  EXPECT_EQ(nobody.code, no_daemon);
  EXPECT_NE(nobody.err.find("no daemon answers at " + c.socket()), std::string::npos) << nobody.err;
  EXPECT_NE(nobody.err.find("arena-connect run"), std::string::npos);

  const daemon d(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  for (const auto& words :
       std::vector<strings>{{"logs", "abcdef"}, {"cancel", "abcdef"}, {"resubmit", "abcdef"}}) {
    const auto given = c.ask(words);
    EXPECT_EQ(given.code, no_such_bout) << words[0];
    EXPECT_NE(given.err.find("there is no bout abcdef"), std::string::npos) << given.err;
  }
  EXPECT_EQ(c.ask({"logs", "abc"}).code, 2);
}

TEST(Control, AnswersWhileTheDaemonDrains) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  a.assign();
  daemon d(a, {.command = {STUB_AGENT, "--wait-file", go, "--solution", "42"}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return d.log_has("the agent has"); })) << d.log();
  d.process().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return c.status().at("draining") == true; })) << d.log();
  EXPECT_EQ(c.status().at_pointer("/bouts/0/state"), "running");
  c.file("go", "");
  EXPECT_EQ(d.process().wait_for_end(), 0) << d.log();
  EXPECT_FALSE(fs::exists(c.socket()));
}

TEST(Control, AnotherDaemonDoesNotTakeTheSocket) {
  arena a;
  const control c;
  const daemon first(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << first.log();
  const auto pid = c.status().at("pid").as_int64();
  daemon second(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return second.log_has("listens on the socket"); })) << second.log();
  EXPECT_TRUE(second.log_has("process " + std::to_string(pid)));
  second.process().signal(SIGTERM);
  EXPECT_EQ(second.process().wait_for_end(), 0);
  EXPECT_EQ(c.status().at("pid").as_int64(), pid);
}

TEST(Control, ClearsAwayRunsThatEndedButNotTheOneAtWork) {
  arena a({"--judge-after", "200ms"});
  const control c;
  const auto go = c.path("go").string();
  const auto first = a.assign({{"title", "First"}});
  const daemon d(
      a, {.command = {"/bin/sh", "-c",
                      "mkdir -p closed/below; touch closed/below/file; chmod 0500 closed/below closed; "
                      "ln -s " +
                          c.directory().string() + " outside; grep -q First || while ! test -e " + go +
                          "; do sleep 0.05; done; echo 42"},
          .lines = c.lines() + "retention: { runs: 0 }\n"});
  ASSERT_TRUE(wait_until([&] { return a.is_judged(first); })) << d.log();
  const auto second = a.assign({{"title", "Second"}});
  ASSERT_TRUE(wait_until([&] { return fs::exists(d.run_directory(second) / "stdout.log"); })) << d.log();
  EXPECT_TRUE(wait_until([&] { return !fs::exists(d.run_directory(first)); })) << d.log();
  EXPECT_TRUE(wait_until([&] { return c.ask({"logs", first}).code == no_such_bout; }));
  EXPECT_TRUE(fs::exists(d.run_directory(second)));
  EXPECT_TRUE(fs::exists(c.directory())) << "a link led out of the run directory";
  c.file("go", "");
  EXPECT_TRUE(wait_until([&] { return a.is_judged(second); })) << d.log();
}

// The socket's file is opened to everybody first, so that only the credentials can keep the other user out.
TEST(Control, IsForRootAndTheDaemonsUserAlone) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can be somebody else";
  }
  constexpr uid_t nobody = 65534;
  arena a;
  const control c;
  const daemon d(a, {.command = {STUB_AGENT}, .lines = c.lines()});
  ASSERT_TRUE(wait_until([&] { return c.answers(); })) << d.log();
  fs::permissions(c.directory(), fs::perms::all);
  fs::permissions(c.socket(), fs::perms::all);
  const pid_t child = ::fork();
  if (child == 0) {
    const int sink = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(sink, 1);
    ::dup2(sink, 2);
    if (::setresuid(nobody, nobody, nobody) == 0) {
      ::execl(ARENA_CONNECT, ARENA_CONNECT, "status", "--socket", c.socket().c_str(), nullptr);
    }
    ::_exit(1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), no_daemon);
  EXPECT_TRUE(c.answers());
}

}  // namespace
}  // namespace e2e
