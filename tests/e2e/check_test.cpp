// `arena-connect check`, against an arena that answers and against what may be wrong.

#include "tests/e2e/harness.hpp"
#include "tests/support/certificates.hpp"

#include <gtest/gtest.h>

#include <map>

namespace e2e {
namespace {

struct checked {
  int code = -1;
  std::map<std::string, json::object> rows;  // by subject; the last of several
  std::string text;
};

class Check : public testing::Test {
 protected:
  static std::string agent(const std::string& key, const std::string& token, const std::string& more = "") {
    return "agents:\n  - name: nova\n    api_key: " + key + "\n" +
           (token.empty() ? "" : "    api_token: " + token + "\n") + "    poll_interval: 100ms\n" +
           (more.empty() ? "    command: [sh]\n" : more);
  }
  checked check(const std::string& url, const std::string& agents, const std::string& top = "") {
    const auto file =
        here.write("config.yaml", "arena: { url: " + url + (top.empty() ? "" : ", " + top) +
                                      " }\nstate_dir: " + (here.path() / "state").string() + "\n" + agents);
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto done = run(ARENA_CONNECT, {"check", "--json", "--config", file});
    checked found{.code = done.code, .rows = {}, .text = done.out + done.err};
    json::error_code failed;
    const auto told = json::parse(done.out, failed);
    EXPECT_FALSE(failed) << found.text;
    if (!failed) {
      for (const auto& row : told.at("checks").as_array()) {
        found.rows[std::string(row.at("subject").as_string())] = row.as_object();
      }
    }
    return found;
  }
  static std::string mark(const checked& of, const std::string& subject) {
    const auto found = of.rows.find(subject);
    return found == of.rows.end() ? "not there" : std::string(found->second.at("mark").as_string());
  }

  scratch here;
};

TEST_F(Check, FindsEverythingInOrder) {
  const arena a;
  const auto done = check(a.url(), agent(a.key(), a.token()));
  EXPECT_EQ(done.code, 0) << done.text;
  for (const char* subject :
       {"configuration", "state directory", "command", "DNS", "TCP", "key", "clock", "token", "scopes"}) {
    EXPECT_EQ(mark(done, subject), "ok") << subject << "\n" << done.text;
  }
  EXPECT_EQ(mark(done, "TLS"), "skipped");
  EXPECT_EQ(mark(done, "account"), "skipped");
  EXPECT_EQ(done.text.find(a.key()), std::string::npos);
  EXPECT_EQ(done.text.find(a.token()), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(here.path() / "state"));
  EXPECT_EQ(a.requests("POST", "/api/v1/challenges", 201), 0) << "nothing was entered";
}

TEST_F(Check, SeesThatTheTokenIsOfTheAgentThatPlayed) {
  arena a({"--agents", "2", "--judge-after", "100ms"});
  const auto state = here.path() / "state";
  const auto entry = a.assign();
  {
    const daemon d(a, {.command = {STUB_AGENT, "--solution", "42"}, .state_dir = state});
    ASSERT_TRUE(wait_until([&] { return a.is_judged(entry); })) << d.log();
  }
  EXPECT_EQ(mark(check(a.url(), agent(a.key(), a.token())), "account"), "ok");
  const auto mixed = check(a.url(), agent(a.key(), a.token(1)));
  EXPECT_EQ(mark(mixed, "account"), "failed") << mixed.text;
  EXPECT_EQ(mixed.code, 16);
}

TEST_F(Check, NamesAKeyAndATokenThatAreRefused) {
  const arena a;
  const auto done = check(a.url(), agent("aa_" + std::string(64, '0'), "bouts_sk_" + std::string(55, '0')));
  EXPECT_EQ(done.code, 16) << done.text;
  EXPECT_EQ(mark(done, "key"), "failed") << done.text;
  EXPECT_EQ(mark(done, "token"), "failed") << done.text;
  EXPECT_TRUE(done.rows.at("key").at("remedy").is_string());
}

TEST_F(Check, SaysThatNothingListens) {
  std::string url;
  {
    const arena gone;
    url = gone.url();
  }
  const auto done = check(url, agent("aa_" + std::string(64, '0'), ""));
  EXPECT_EQ(done.code, 16) << done.text;
  EXPECT_EQ(mark(done, "DNS"), "ok");
  EXPECT_EQ(mark(done, "TCP"), "failed") << done.text;
  EXPECT_EQ(mark(done, "key"), "skipped");
}

TEST_F(Check, KnowsAGoodCertificateFromOneThatIsNotTrusted) {
  const test_support::authority authority;
  const auto leaf = authority.issue(test_support::loopback());
  const tls_files tls{here.write("leaf.pem", leaf.chain), here.write("leaf.key", leaf.key),
                      here.write("ca.pem", authority.pem())};
  const arena a({}, tls);
  EXPECT_EQ(mark(check(a.url(), agent(a.key(), a.token())), "TLS"), "failed");
  const auto trusted = check(a.url(), agent(a.key(), a.token()), "ca_file: " + tls.authority);
  EXPECT_EQ(mark(trusted, "TLS"), "ok") << trusted.text;
  EXPECT_EQ(trusted.code, 0) << trusted.text;
}

TEST_F(Check, NamesACommandThatIsNotThere) {
  const arena a;
  const auto missing = check(a.url(), agent(a.key(), a.token(), "    command: [python9, agent.py]\n"));
  EXPECT_EQ(missing.code, 10) << missing.text;
  EXPECT_EQ(mark(missing, "command"), "failed");
  here.write("agent.py", "print(1)");
  const auto plain = check(a.url(), agent(a.key(), a.token(), "    command: [./agent.py]\n"));
  EXPECT_NE(plain.rows.at("command").at("found").as_string().find("not executable"), std::string::npos)
      << plain.text;
}

TEST_F(Check, FindsWhatAPresetNeedsOrSaysHowToGetIt) {
  const arena a;
  std::filesystem::create_directory(here.path() / "bin");
  const auto program = here.write("bin/codex", "#!/bin/sh\necho codex-cli 0.146.0\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const auto lines = [&](const std::string& more) {
    return agent(a.key(), a.token(),
                 "    preset: codex\n    env: { HOME: '" + here.path().string() + "', PATH: '" +
                     (here.path() / "bin").string() + "'" + more + " }\n");
  };
  const auto good = check(a.url(), lines(", CODEX_API_KEY: not-to-be-shown"));
  EXPECT_EQ(good.code, 0) << good.text;
  EXPECT_EQ(good.rows.at("program").at("found").as_string(), program + ", codex-cli 0.146.0");
  EXPECT_EQ(good.rows.at("model key").at("found").as_string(), "CODEX_API_KEY");
  EXPECT_EQ(good.text.find("not-to-be-shown"), std::string::npos) << good.text;

  const auto keyless = check(a.url(), lines(""));
  EXPECT_EQ(keyless.code, 0) << keyless.text;
  EXPECT_EQ(mark(keyless, "model key"), "warning") << keyless.text;
  EXPECT_NE(keyless.rows.at("model key").at("remedy").as_string().find("CODEX_API_KEY"), std::string::npos);

  std::filesystem::remove(program);
  const auto missing = check(a.url(), lines(""));
  EXPECT_EQ(missing.code, 10) << missing.text;
  EXPECT_EQ(mark(missing, "program"), "failed") << missing.text;
  EXPECT_NE(missing.rows.at("program").at("remedy").as_string().find("npm install"), std::string::npos);
}

TEST_F(Check, ListsEveryProblemOfTheConfiguration) {
  const auto file = here.write("config.yaml", "agents:\n  - name: nova\n    retries: 11\n    colour: red\n");
  const auto done = run(ARENA_CONNECT, {"check", "--config", file});
  EXPECT_EQ(done.code, 7) << done.out;
  EXPECT_EQ(count_of(done.out, "FAIL"), 4) << done.out;
  EXPECT_NE(done.out.find("unknown key 'colour'"), std::string::npos) << done.out;
}

TEST_F(Check, ShowsWhatIsInForceAndAsksNothingOffline) {
  const auto key = "aa_" + std::string(64, '1');
  const auto file = here.write("config.yaml", "arena: { url: 'http://127.0.0.1:1' }\nstate_dir: " +
                                                  (here.path() / "state").string() + "\n" + agent(key, ""));
  const auto done = run(ARENA_CONNECT, {"check", "--offline", "--config", file});
  EXPECT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_NE(done.out.find("In force, with secrets masked:"), std::string::npos);
  EXPECT_NE(done.out.find("poll_interval: 100ms"), std::string::npos) << done.out;
  EXPECT_EQ(done.out.find(key), std::string::npos);
}

}  // namespace
}  // namespace e2e
