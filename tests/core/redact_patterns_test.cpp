#include "core/base/text.hpp"
#include "core/redact/redactor.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace arena {
namespace {

struct redact_case {
  std::string raw;
  std::string expected;
};

void expect_redacted(const std::vector<redact_case>& cases) {
  const redactor redact;
  for (const auto& one : cases) {
    const std::string once = redact.text(one.raw);
    EXPECT_EQ(once, one.expected) << "from: " << one.raw;
    EXPECT_EQ(redact.text(once), once);
  }
}

const std::string hex64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

TEST(Redactor, HidesKeys) {
  const std::vector<std::string> keys = {
      "aa_" + hex64,
      "aa_0123456789",
      "bouts_sk_" + hex64.substr(0, 55),
      "bouts_sk_test_0123456789abcdef",
      "sk-ant-api03-abc_DEF-123456789",
      "sk-proj-abcDEF123456_789-xyz",
      "sk-0123456789abcdefghij",
      "sk_live_abcdef0123456789",
      "pk_test_abcdef0123456789",
      "key_0123456789abcdefABCDEF",
      "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
      "gho_0123456789abcdefghijklmnopqrstuvwxyz",
      "github_pat_11ABCDEFG0_abcdefghijklmnop",
      "glpat-abcdefghij0123456789",
      "AKIAIOSFODNN7EXAMPLE",
      "ASIAIOSFODNN7EXAMPLE",
      "AIzaSyA-0123456789_abcdefghijklmnopqrst",
      "ya29.a0AfH6SMBx-0123456789",
      "xoxb-123456789012-abcdefABCDEF",
      "xoxp-1234-5678-abcdef",
      "npm_0123456789abcdefghijklmnopqrstuvwxyz",
      "pypi-AgEIcHlwaS5vcmcCJDAw",
      "hf_abcdefghijklmnopqrstuvwx",
      "gsk_abcdefghij0123456789",
      "SG.abcdefghij0123456789.ABCDEFGHIJ0123456789",
      "hooks.slack.com/services/T000/B000/abcdefABCDEF",
  };
  std::vector<redact_case> cases;
  for (const auto& key : keys) {
    cases.push_back({key, "[redacted:key]"});
    cases.push_back({"using " + key + ", then", "using [redacted:key], then"});
    cases.push_back({"(\"" + key + "\")", "(\"[redacted:key]\")"});
    cases.push_back({"é" + key + "é", "é[redacted:key]é"});
  }
  expect_redacted(cases);
}

TEST(Redactor, HidesTokens) {
  const std::string header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
  expect_redacted({{header + ".eyJzdWIiOiIxMjM0In0.abc-DEF_123", "[redacted:token]"},
                   {"cut: " + header + ".eyJzdWI", "cut: [redacted:token]"},
                   {"Bearer abc.DEF-123_~+/x==", "Bearer [redacted:token]"},
                   {"bearer abcdef0123456", "bearer [redacted:token]"},
                   {"BEARER\tsecretword", "BEARER\t[redacted:token]"},
                   {"commit da39a3ee5e6b4b0d3255bfef95601890afd80709.", "commit [redacted:hex]."},
                   {"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "[redacted:hex]"},
                   {"x=" + hex64, "x=[redacted:hex]"}});
}

TEST(Redactor, HidesHeaders) {
  expect_redacted(
      {{"Authorization: Bearer abc\nAccept: */*", "Authorization: [redacted:authorization]\nAccept: */*"},
       {"authorization:Digest username=\"M\", response=\"1\"", "authorization:[redacted:authorization]"},
       {"Proxy-Authorization: Basic dTpw", "Proxy-Authorization: [redacted:authorization]"},
       {"curl -H \"Authorization: token abc\" https://x.org",
        "curl -H \"Authorization: [redacted:authorization]\" https://x.org"},
       {"curl -H 'Authorization: token abc' https://x.org",
        "curl -H 'Authorization: [redacted:authorization]' https://x.org"},
       {R"({"authorization":"Basic abc","a":1})", R"({"authorization":"[redacted:authorization]","a":1})"},
       {R"({\"Authorization\": \"Bearer abc\"})", R"({\"Authorization\": \"[redacted:authorization]\"})"},
       {"headers: { Authorization: 'Bearer abc' }", "headers: { Authorization: '[redacted:authorization]' }"},
       {"x-arena-api-key: whatever", "x-arena-api-key: [redacted:credential]"},
       {"X-Auth-Token: whatever", "X-Auth-Token: [redacted:credential]"},
       {"Set-Cookie: sid=31d4; Path=/", "Set-Cookie: [redacted:credential]"},
       {"Basic dXNlcjpwYXNzd29yZA==", "Basic [redacted:credential]"}});
}

TEST(Redactor, HidesAddressesWithCredentials) {
  expect_redacted(
      {{"postgres://app:pw@db:5432/x?a=b", "[redacted:connection]"},
       {"DATABASE_URL=postgresql://db/x", "DATABASE_URL=[redacted:connection]"},
       {"'mongodb+srv://u:p@c0.mongodb.net/db'", "'[redacted:connection]'"},
       {"jdbc:mysql://host/db?user=u", "jdbc:[redacted:connection]"},
       {"redis://:secret@host:6379/0 up", "[redacted:connection] up"},
       {"ftp://user:p@ss@host/dir", "[redacted:connection]"},
       {"https://user:pass@host.org/path", "[redacted:connection]"},
       {"git clone https://tok3n@host/repo", "git clone https://[redacted:credential]@host/repo"},
       {"curl -u admin:hunter2 https://x.org", "curl -u [redacted:credential] https://x.org"},
       {"Server=db;Uid=sa;Password=hunter2;Database=x",
        "Server=db;Uid=sa;Password=[redacted:credential];Database=x"},
       {"AccountName=a;AccountKey=abc/DEF+1==;x", "AccountName=a;AccountKey=[redacted:credential];x"}});
}

TEST(Redactor, HidesPeopleAndMachines) {
  expect_redacted(
      {{"mail Jane.Doe+x@mail.example.co.uk.", "mail [redacted:email]."},
       {"<jörg@müller.de>", "<[redacted:email]>"},
       {"10.0.0.1, 172.16.5.4 and 192.168.1.255.", "[redacted:ip], [redacted:ip] and [redacted:ip]."},
       {"http://10.1.2.3:8080/x 172.31.0.9/12", "http://[redacted:ip]:8080/x [redacted:ip]/12"},
       {"fe80::1%eth0 fd12:3456:789a:1::1 FD00:1:2:3:4:5:6:7 [fc00::]",
        "[redacted:ip] [redacted:ip] [redacted:ip] [[redacted:ip]]"},
       {"/home/alice/x.py and /Users/bob", "[redacted:home]/x.py and [redacted:home]"},
       {"'/root/.ssh/id' in /root", "'[redacted:home]/.ssh/id' in [redacted:home]"},
       {"file:///home/al/x PATH=/bin:/home/al/bin /var/home/al",
        "file://[redacted:home]/x PATH=/bin:[redacted:home]/bin [redacted:home]"},
       {R"(C:\Users\bob\x and "C:\\Users\\bob\\x")", R"([redacted:home]\x and "[redacted:home]\\x")"},
       {"process.env.OPENAI_API_KEY || process.env['X']", "[redacted:env] || [redacted:env]"},
       {"process.env[\"A_B\"] process.env?.C", "[redacted:env] [redacted:env]"}});
}

TEST(Redactor, HidesPrivateKeys) {
  const std::string line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
  const std::string body = line + "\n" + line + "\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S\n";
  const std::string begin = "-----BEGIN RSA PRIVATE KEY-----\n";
  const std::string end = "-----END RSA PRIVATE KEY-----";
  std::string escaped = begin + body + end;
  for (auto at = escaped.find('\n'); at != std::string::npos; at = escaped.find('\n', at)) {
    escaped.replace(at, 1, "\\n");
  }
  expect_redacted(
      {{"a\n" + begin + body + end + "\nb", "a\n[redacted:private-key]\nb"},
       {"{\"k\":\"" + escaped + "\"}", "{\"k\":\"[redacted:private-key]\"}"},
       {"a: " + begin + body.substr(0, 90), "a: [redacted:private-key]"},
       {"a: " + begin + "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\n" + line,
        "a: [redacted:private-key]"},
       {"a: " + body.substr(20) + end + "\nb", "a: [redacted:private-key]\nb"},
       {"a: " + body.substr(0, 150), "a: [redacted:private-key]"},
       {"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" + line + "\n-----END PGP PRIVATE KEY BLOCK-----",
        "[redacted:private-key]"},
       {"-----BEGIN OPENSSH PRIVATE KEY-----\n" + line, "[redacted:private-key]"},
       {begin + body + end + " and " + begin + body, "[redacted:private-key] and [redacted:private-key]"}});
}

TEST(Redactor, MergesOverlapsIntoOne) {
  expect_redacted(
      {{"token=jane@example.org&", "token=[redacted:email]&"},
       {"API_KEY=sk-ant-0123456789", "API_KEY=[redacted:key]"},
       {"Authorization: Bearer sk-ant-0123456789 10.0.0.1", "Authorization: [redacted:authorization]"},
       {"/home/jane@example.org/x", "[redacted:home]/x"}});
}

// What spectators would miss: prose, code, paths and numbers that only look like the above.
TEST(Redactor, LeavesOrdinaryTextAlone) {
  const redactor redact;
  for (const char* text :
       {"",
        "Reading the task and looking for the tokens in the stream.",
        "the bearer presents himself; Bearer authentication is used, with Basic authentication as well",
        "aa_bb sk-learn sk-fading-circle-container key_derivation_function npm_config_registry hf_model",
        "3.14159265358979323846264338327950288419716939937510",
        "1000000000000000000000000000000000000000000000000",
        "@app.route(\"/x\") @types/node react@18.2.0",
        "next@14.0.0-canary.beta",
        "git clone git@github.com:org/repo.git",
        "8.8.8.8 127.0.0.1 172.15.0.1 172.32.0.1 192.169.1.1 1.10.2.3.4 10.0.19041.1 v10.1.2.3 110.1.2.3 "
        "10.2",
        "std::find fdab::find fcab:12:30 2001:db8::1 ::1 fe80 12:30:45",
        "http://localhost:3000/@vite/client https://x.org:8080/a@b",
        "/homework /rootfs ./root/x ~/x example.com/home/about",
        "docs/home/x ${base}/root",
        "process.environment process.env",
        "eyJust a word",
        "-----BEGIN PUBLIC KEY-----",
        "if (pem.startsWith(\"-----BEGIN PRIVATE KEY-----\")) { return 1; }",
        "const end = \"-----END PRIVATE KEY-----\";",
        "curl -u \"$USER\" https://x.org",
        "headers: { Authorization: `Bearer ${token}` }",
        "{\"Authorization\": f\"Bearer {token}\"}",
        "curl -H \"Authorization: Bearer $TOKEN\"",
        "for i in range(10): total += 10.5",
        "a@b",
        "x @ y.T",
        "naïve café — “quoted” 日本語 😀",
        "cookie: yes",
        "[redacted] and [redacted:key] stay"}) {
    EXPECT_EQ(redact.text(text), text);
  }
}

TEST(Redactor, KeepsMarksAsTheyAre) {
  const redactor redact;
  for (const char* text :
       {"password=[redacted:credential]", "Authorization: [redacted:authorization]",
        "token: \"[redacted:key]\"", "https://[redacted:credential]@host", "x [redacted:email]@[redacted:ip]",
        "Authorization: [redacted:author…", "Authorization: [reda…", "Authorization: […"}) {
    EXPECT_EQ(redact.text(text), text);
  }
  EXPECT_EQ(redact.text("Authorization: [redacted:x] y"), "Authorization: [redacted:authorization]");
}

TEST(Redactor, HidesWhatTheUserNames) {
  const redactor redact({}, {R"(PROJ-[0-9]{3,})", R"((?i)codename\s+(\w+))"});
  EXPECT_EQ(redact.text("see PROJ-1234, PROJ-1"), "see [redacted:custom], PROJ-1");
  EXPECT_EQ(redact.text("Codename bluebird flies"), "Codename [redacted:custom] flies");
  EXPECT_EQ(redact.text(redact.text("codename x PROJ-777")), "codename [redacted:custom] [redacted:custom]");
  EXPECT_EQ(*redact.event(bouts::agent_event{.summary = "PROJ-1234"}).event().summary, "[redacted:custom]");
}

TEST(Redactor, SaysWhyAnExpressionCannotBeUsed) {
  EXPECT_EQ(redactor::trouble_with("PROJ-[0-9]+"), std::nullopt);
  for (const char* bad : {"(", "[a", "a{2,1}", "(?=x)", "x*", "", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)"}) {
    EXPECT_TRUE(redactor::trouble_with(bad)) << bad;
  }
}

}  // namespace
}  // namespace arena
